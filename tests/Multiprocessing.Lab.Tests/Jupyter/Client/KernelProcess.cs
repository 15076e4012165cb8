using System.Diagnostics;
using Multiprocessing.Lab.Execution.Sessions;
using Multiprocessing.Lab.Tests.Documents;

namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>The kernel as Jupyter starts it: <c>mplab jupyter run</c>, in a process and a folder of its own.</summary>
internal sealed class KernelProcess : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ProcessMark _mark = new();
    private readonly Process _process;

    /// <param name="connection">Where it is to serve.</param>
    /// <param name="environment">What is set for it besides.</param>
    public KernelProcess(
        ConnectionFile connection,
        params (string Name, string Value)[] environment
    )
    {
        Connection = connection;
        var file = _folder.Write("kernel.json", connection.ToJson().ToJsonString());
        Directory.CreateDirectory(Temporary);
        var start = DotNet.SameProgram("jupyter", "run", "--connection-file", file);
        start.WorkingDirectory = _folder.Path;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment["TMPDIR"] = Temporary;
        _mark.PutOn(start);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = new() { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Take(e.Data);
        _process.ErrorDataReceived += (_, e) => Take(e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public ConnectionFile Connection { get; }

    public Process Process => _process;

    public string Folder => _folder.Path;

    /// <summary>What it said on its own standard streams.</summary>
    public Arrivals<string> Said { get; } = new();

    /// <summary>The processes that belong to it, itself among them.</summary>
    public IReadOnlyList<int> Family => _mark.Bearers;

    /// <summary>Waits until it and all that it started have ended.</summary>
    /// <exception cref="TimeoutException">Something has not.</exception>
    public async Task EndedAsync()
    {
        try
        {
            await _mark.GoneAsync();
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException(
                $"{e.Message}\nThe kernel said:\n{string.Join("\n", Said.All)}"
            );
        }
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }

    /// <summary>What is left in the folder for temporary files; the runtime's own sockets are not the kernel's.</summary>
    public IEnumerable<string> Leftovers =>
        Directory
            .GetFileSystemEntries(Temporary)
            .Select(path => Path.GetFileName(path))
            .Where(name =>
                !name.StartsWith("dotnet-diagnostic-", StringComparison.Ordinal)
                && !name.StartsWith("clr-debug-pipe-", StringComparison.Ordinal)
            );

    public static void Signal(string signal, int process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process}"]);
        kill.WaitForExit();
    }

    /// <summary>Ends what has not ended by itself.</summary>
    public void Dispose()
    {
        foreach (var id in Family)
            Signal("KILL", id);
        _process.WaitForExit(10_000);
        _process.Dispose();
        _folder.Dispose();
    }

    private string Temporary => Path.Combine(_folder.Path, "t");

    private void Take(string? line)
    {
        if (line is not null)
            Said.Add(line);
    }
}
