using System.Diagnostics;
using System.Text.Json;
using Multiprocessing.Lab.Tests.Documents;

namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>The Lab as others get it: packed, installed as a .NET tool, and started by the kernelspec that the tool writes.</summary>
public sealed class ToolSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 300_000)]
    public async Task The_installed_tools_kernelspec_starts_the_tool_which_serves()
    {
        // In folders of its own: other tests run what the repository's own folder holds.
        await RunAsync(
            "dotnet",
            "pack",
            Path.Combine(Repository.Root, "lib", "Multiprocessing.Lab"),
            "-p:ArtifactsPath=" + In("artifacts"),
            "--output",
            In("packages"),
            "--disable-build-servers"
        );
        await RunAsync(
            "dotnet",
            "tool",
            "install",
            "Multiprocessing.Lab",
            "--tool-path",
            In("tools"),
            "--add-source",
            In("packages")
        );
        var tool = In("tools", OperatingSystem.IsWindows() ? "mplab.exe" : "mplab");
        await RunAsync(tool, "jupyter", "install", "--prefix", In("prefix"));

        using var spec = JsonDocument.Parse(
            File.ReadAllText(
                In("prefix", "share", "jupyter", "kernels", ".net-csharp", "kernel.json")
            )
        );
        var connection = ConnectionFile.New();
        var file = _folder.Write("connection.json", connection.ToJson().ToJsonString());
        var words = spec
            .RootElement.GetProperty("argv")
            .EnumerateArray()
            .Select(word => word.GetString()!.Replace("{connection_file}", file))
            .ToList();
        Assert.Equal(tool, words[0]);
        using var kernel = Process.Start(
            new ProcessStartInfo(tool, words[1..]) { WorkingDirectory = Path.GetTempPath() }
        )!;
        try
        {
            await using var client = new KernelClient(connection);
            var info = await client.Send(Line.Shell, "kernel_info_request").ReplyAsync();
            Assert.Equal("mplab", info.Text("implementation"));
            // The session too is started from the tool's folder.
            Assert.Equal("42", (await client.RunAsync("6 * 7")).Result);
            await client.Send(Line.Control, "shutdown_request").ReplyAsync();
            await kernel.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, kernel.ExitCode);
        }
        finally
        {
            kernel.Kill(entireProcessTree: true);
        }
    }

    private string In(params string[] names) => Path.Combine([_folder.Path, .. names]);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments);
        // Of the build that started these tests, which is none of this one's.
        foreach (var name in (string[])["MSBuildSDKsPath", "MSBUILD_EXE_PATH"])
            start.Environment.Remove(name);
        _ = (await OtherProgram.RunAsync(start)).Succeeded;
    }
}
