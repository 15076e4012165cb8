using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Multiprocessing.Lab.Execution.Sessions;

namespace Multiprocessing.Lab.Tests.Original;

/// <summary>.NET Interactive's own tool, which reads and writes a line of JSON at a time.</summary>
internal sealed class OriginalProcess : IDisposable
{
    private static readonly string s_tool = Path.Combine(
        Repository.Root,
        "artifacts",
        "original",
        OperatingSystem.IsWindows() ? "dotnet-interactive.exe" : "dotnet-interactive"
    );

    private readonly ProcessMark _mark = new();
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly Process _process;

    /// <param name="arguments">Of the tool.</param>
    public OriginalProcess(params string[] arguments)
    {
        Installed.Need(File.Exists(s_tool), "The tool Microsoft.dotnet-interactive");
        var start = new ProcessStartInfo(s_tool, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["DOTNET_ROOT"] = DotNet.Root;
        start.Environment["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] = "1";
        _mark.PutOn(start);
        _process = new() { StartInfo = start };
        _process.ErrorDataReceived += (_, e) => _complaints.Enqueue(e.Data ?? "");
        _process.Start();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public async Task WriteAsync(JsonObject message)
    {
        await _process.StandardInput.WriteLineAsync(message.ToJsonString());
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>The next line that is JSON; greetings and what native code writes are not.</summary>
    /// <exception cref="EndOfStreamException">The tool has ended.</exception>
    public async Task<JsonElement> ReadAsync(CancellationToken token)
    {
        while (await _process.StandardOutput.ReadLineAsync(token) is { } line)
        {
            if (!line.StartsWith('{'))
                continue;
            using var document = JsonDocument.Parse(line, new() { MaxDepth = 1000 });
            return document.RootElement.Clone();
        }
        throw new EndOfStreamException(
            $"The original has ended. It said:\n{string.Join("\n", _complaints)}"
        );
    }

    /// <summary>Ends it as editors do, which kill it; what it started must end by itself then.</summary>
    public async Task EndAsync()
    {
        // Its workers lead groups of their own and take these along when they see it gone.
        _process.Kill();
        // Not until its streams have ended, which whatever is left still holds.
        if (OperatingSystem.IsLinux())
            await _mark.GoneAsync();
    }

    /// <summary>Ends what has not ended.</summary>
    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        if (OperatingSystem.IsLinux())
        {
            foreach (var id in _mark.Bearers)
                Kill(id);
        }
        _process.Dispose();
    }

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It has ended.
        }
    }
}
