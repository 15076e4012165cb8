using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Multiprocessing.Lab.Tests.Documents;

namespace Multiprocessing.Lab.Tests.Commands;

/// <summary>Whatever ends the command ends its sessions and what they started, and leaves the notebook whole.</summary>
public sealed class InterruptionSpecs : IDisposable
{
    /// <summary>Tells who runs, then never ends by itself.</summary>
    private const string Endless = """
        var child = System.Diagnostics.Process.Start("sleep", "600");
        Console.WriteLine($"pids {Environment.ProcessId} {child.Id}");
        System.Threading.Thread.Sleep(-1);
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 60_000)]
    [InlineData("INT", 130)]
    [InlineData("KILL", 137)]
    public async Task No_process_is_left_and_the_file_is_whole(string signal, int exitCode)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sends signals");
        var path = NotebookFile.Write(_folder, "n.ipynb", "Console.WriteLine(1);", Endless);
        var before = File.ReadAllBytes(path);
        using var front = Mplab.Start("run", path, "--in-place");
        try
        {
            var pids = await ReadPidsAsync(front);
            Process.Start("kill", [$"-{signal}", $"{front.Id}"]).WaitForExit();
            await front.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(exitCode, front.ExitCode);
            foreach (var pid in pids)
                await EndedAsync(pid);
        }
        finally
        {
            front.Kill(entireProcessTree: true);
        }
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory(Timeout = 120_000)]
    [InlineData("INT", false)]
    [InlineData("TERM", false)]
    // What a parser is given at once, it takes to its end: the command ends without it.
    [InlineData("INT", true)]
    [InlineData("TERM", true)]
    public async Task An_export_ends_while_it_writes_a_large_page(string signal, bool isOneOutput)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sends signals");
        var cells = isOneOutput
            ? [Deep(300_000)]
            : Enumerable.Range(0, 100_000).Select(i => $"Console.WriteLine({i});").ToArray();
        var path = isOneOutput
            ? _folder.Write("n.ipynb", cells[0])
            : NotebookFile.Write(_folder, "n.ipynb", cells);
        var site = Path.Combine(_folder.Path, "site");
        using var front = Mplab.Start("export", path, "--no-run", "--output", site);
        try
        {
            // Long enough to have begun with the page, which takes it much longer than the limit below.
            await Task.Delay(4_000, TestContext.Current.CancellationToken);
            Assert.False(front.HasExited);
            var watch = Stopwatch.StartNew();
            Process.Start("kill", [$"-{signal}", $"{front.Id}"]).WaitForExit();
            await front.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
            Assert.Contains(front.ExitCode, (int[])[130, 143]);
        }
        finally
        {
            front.Kill(entireProcessTree: true);
        }
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    /// <summary>A notebook with one output, of elements inside each other.</summary>
    private static string Deep(int depth)
    {
        var notebook = NotebookFile.Json("1");
        notebook["cells"]![0]!["outputs"] = new JsonArray(
            new JsonObject
            {
                ["output_type"] = "display_data",
                ["metadata"] = new JsonObject(),
                ["data"] = new JsonObject
                {
                    ["text/html"] = string.Concat(Enumerable.Repeat("<div>", depth)),
                },
            }
        );
        return notebook.ToJsonString();
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_cell_started_ends_with_its_session()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "starts sleep");
        var path = NotebookFile.Write(
            _folder,
            "n.ipynb",
            Endless.Replace("System.Threading.Thread.Sleep(-1);", "Environment.Exit(3);")
        );
        using var front = Mplab.Start("run", path);
        foreach (var pid in await ReadPidsAsync(front))
            await EndedAsync(pid);
        await front.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, front.ExitCode);
    }

    private static async Task<int[]> ReadPidsAsync(Process front)
    {
        while (
            await front.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
                is { } line
        )
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is ["|", "pids", var session, var child])
                return
                [
                    .. new[] { session, child }.Select(pid =>
                        int.Parse(pid, CultureInfo.InvariantCulture)
                    ),
                ];
        }
        throw new InvalidOperationException("The cell did not run.");
    }

    /// <summary>Waits for a process to be gone; the test's time limit is the limit.</summary>
    private static async Task EndedAsync(int pid)
    {
        // A zombie, which nobody of this container may reap, has ended too.
        while (
            File.Exists($"/proc/{pid}/stat")
            && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z", StringComparison.Ordinal)
        )
            await Task.Delay(20, TestContext.Current.CancellationToken);
    }
}
