using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Multiprocessing.Lab.Tests.Documents;

namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>The kernel's place among Jupyter's kernels, in a folder of the test's own.</summary>
public sealed class KernelspecSpecs : IDisposable
{
    private const string Name = ".net-csharp";
    private const string Other = "mplab-csharp";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Install_writes_all_that_a_client_needs_to_start_the_kernel()
    {
        var result = await RunAsync("install");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains(Folder(Name), result.Output, StringComparison.Ordinal);
        Assert.Contains("C# (Multiprocessing Lab)", result.Output, StringComparison.Ordinal);
        var spec = Spec(Name);
        Assert.Equal("C#", spec.GetProperty("language").GetString());
        Assert.Equal("C# (Multiprocessing Lab)", spec.GetProperty("display_name").GetString());
        Assert.Equal("message", spec.GetProperty("interrupt_mode").GetString());
        var root = spec.GetProperty("env").GetProperty("DOTNET_ROOT").GetString()!;
        Assert.True(Directory.Exists(Path.Combine(root, "shared", "Microsoft.NETCore.App")));
        foreach (var logo in (string[])["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"])
            Assert.True(new FileInfo(Path.Combine(Folder(Name), logo)).Length > 0);
        var words = Arguments(spec);
        Assert.True(Path.IsPathFullyQualified(words[0]));
        Assert.Equal(["jupyter", "run", "--connection-file", "{connection_file}"], words[^4..]);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_installed_starts_from_anywhere_and_serves()
    {
        await RunAsync("install");
        var connection = ConnectionFile.New();
        var file = _folder.Write("connection.json", connection.ToJson().ToJsonString());
        var words = Arguments(Spec(Name))
            .Select(w => w.Replace("{connection_file}", file))
            .ToList();
        using var kernel = Process.Start(
            new ProcessStartInfo(words[0], words[1..]) { WorkingDirectory = Path.GetTempPath() }
        )!;
        try
        {
            await using var client = new KernelClient(connection);
            Assert.Equal("42", (await client.RunAsync("6 * 7")).Result);
            await client.Send(Line.Control, "shutdown_request").ReplyAsync();
            await kernel.WaitForExitAsync();
            Assert.Equal(0, kernel.ExitCode);
        }
        finally
        {
            kernel.Kill(entireProcessTree: true);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_second_install_replaces_the_first()
    {
        await RunAsync("install");
        var first = File.ReadAllText(Path.Combine(Folder(Name), "kernel.json"));
        File.WriteAllText(
            Path.Combine(Folder(Name), "kernel.json"),
            "{\"argv\": [\"/gone\"], \"metadata\": {\"mplab\": true}}"
        );
        Assert.Equal(0, (await RunAsync("install")).ExitCode);
        Assert.Equal(first, File.ReadAllText(Path.Combine(Folder(Name), "kernel.json")));
        Assert.Equal([Name], Directory.GetDirectories(Kernels).Select(Path.GetFileName));
    }

    [Fact(Timeout = 60_000)]
    public async Task Another_programs_kernel_of_that_name_is_left_alone()
    {
        const string Foreign = "{\"argv\": [\"dotnet-interactive\"], \"language\": \"C#\"}";
        var file = Path.Combine("data", "kernels", Name, "kernel.json");
        _folder.Write(file, Foreign);
        var result = await RunAsync("install");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("left alone", result.Output, StringComparison.Ordinal);
        Assert.Contains(Other, result.Output, StringComparison.Ordinal);
        Assert.Equal("C#", Spec(Other).GetProperty("language").GetString());

        Assert.Equal(0, (await RunAsync("uninstall")).ExitCode);
        Assert.Equal([Name], Directory.GetDirectories(Kernels).Select(Path.GetFileName));
        Assert.Equal(Foreign, File.ReadAllText(Path.Combine(_folder.Path, file)));
    }

    [Fact(Timeout = 60_000)]
    public async Task Uninstall_removes_it_and_says_where_there_is_nothing_to_remove()
    {
        await RunAsync("install");
        var result = await RunAsync("uninstall");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains(Folder(Name), result.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Kernels));

        var again = await RunAsync("uninstall");
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("is not installed in " + Kernels, Assert.Single(again.ErrorLines));
    }

    [Fact(Timeout = 60_000)]
    public async Task List_tells_where_it_is_and_of_one_whose_program_is_gone()
    {
        await RunAsync("install");
        var installed = await RunAsync("list");
        Assert.Contains($"{Folder(Name)}: starts {Arguments(Spec(Name))[0]}", installed.Output);
        _folder.Write(
            Path.Combine("data", "kernels", Name, "kernel.json"),
            "{\"argv\": [\"/gone/dotnet\"], \"metadata\": {\"mplab\": true}}"
        );
        Assert.Contains("not there any more", (await RunAsync("list")).Output);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("{\"metadata\": {\"mplab\": true}}")]
    [InlineData("{\"argv\": {}, \"metadata\": {\"mplab\": true}}")]
    [InlineData("{\"argv\": [], \"metadata\": {\"mplab\": true}}")]
    [InlineData("{\"argv\": [7], \"metadata\": {\"mplab\": true}}")]
    [InlineData("[]")]
    [InlineData("half {")]
    public async Task A_damaged_entry_does_not_keep_the_others_from_being_listed(string damaged)
    {
        _folder.Write(Path.Combine("data", "kernels", Name, "kernel.json"), damaged);
        _folder.Write(
            Path.Combine("data", "kernels", Other, "kernel.json"),
            "{\"argv\": [\"/gone/dotnet\"], \"metadata\": {\"mplab\": true}}"
        );
        var result = await RunAsync("list");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains(Folder(Other), result.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task It_installs_below_a_folder_and_into_the_active_environment()
    {
        var prefix = Path.Combine(_folder.Path, "env");
        Assert.Equal(0, (await RunAsync("install", "--prefix", prefix)).ExitCode);
        var below = Path.Combine(prefix, "share", "jupyter", "kernels", Name, "kernel.json");
        Assert.True(File.Exists(below));
        // What an installation that was broken off leaves is no other program's kernel.
        File.Delete(below);
        var result = await Mplab.RunWithAsync(
            [("VIRTUAL_ENV", prefix)],
            "jupyter",
            "install",
            "--sys-prefix"
        );
        Assert.Equal(0, result.ExitCode);
        Assert.True(File.Exists(below));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_place_that_cannot_be_written_to_gives_one_clear_line()
    {
        var file = _folder.Write("file", "");
        var result = await RunAsync("install", "--prefix", file);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(file, Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_places_at_once_are_refused()
    {
        var result = await RunAsync("install", "--user", "--prefix", _folder.Path);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("exclude each other", result.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_folder_without_a_name_is_refused()
    {
        var result = await RunAsync("install", "--prefix", "");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--prefix \"\": is no folder", result.Error, StringComparison.Ordinal);
    }

    private string Kernels => Path.Combine(_folder.Path, "data", "kernels");

    private string Folder(string name) => Path.Combine(Kernels, name);

    private JsonElement Spec(string name) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(name), "kernel.json"))).RootElement;

    private static string[] Arguments(JsonElement spec) =>
        [.. spec.GetProperty("argv").EnumerateArray().Select(word => word.GetString()!)];

    private Task<MplabResult> RunAsync(params string[] arguments) =>
        Mplab.RunWithAsync(
            [("JUPYTER_DATA_DIR", Path.Combine(_folder.Path, "data"))],
            ["jupyter", .. arguments]
        );
}
