using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Multiprocessing.Tests.Packaging;

/// <summary>Programs as they are given to others: published, moved, and run by whoever got them.</summary>
public class PublishingSpecs(PublishedPrograms programs) : IClassFixture<PublishedPrograms>
{
    private const int OtherUser = 65534;

    [Theory(Timeout = 240_000)]
    [InlineData(PublishedPrograms.SingleFile)]
    [InlineData(PublishedPrograms.SelfContained)]
    [InlineData(PublishedPrograms.SelfContainedSingleFile)]
    [InlineData(PublishedPrograms.ReadyToRun)]
    public async Task A_published_program_has_workers_that_run_under_its_configuration(string way)
    {
        ProgramRun run = await PublishedPrograms.RunAsync(await programs.ExecutableAsync(way));
        Assert.Equal(ProgramSources.Expected, Lines(run));
        Assert.Equal("", run.Errors);
    }

    [Theory(Timeout = 240_000)]
    [InlineData(PublishedPrograms.FSharp)]
    [InlineData(PublishedPrograms.VisualBasic)]
    public async Task So_has_one_in_another_language(string way) =>
        Assert.Equal(
            "2,5,10",
            (await PublishedPrograms.RunAsync(await programs.ExecutableAsync(way))).Succeeded
        );

    [Theory(Timeout = 240_000)]
    [InlineData(PublishedPrograms.SingleFile)]
    [InlineData(PublishedPrograms.SelfContained)]
    [InlineData(PublishedPrograms.SelfContainedSingleFile)]
    public async Task So_has_one_that_lies_in_a_read_only_folder_of_any_name_and_is_run_by_another_user(
        string way
    )
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Needs setpriv.");
            return;
        }

        string folder = Path.Combine(programs.Folder, $"read-only Ελληνικά 日本 {way}");
        string program = Copy(await programs.ExecutableAsync(way), folder);
        string[] asOther = Environment.IsPrivilegedProcess
            ? ["setpriv", $"--reuid={OtherUser}", $"--regid={OtherUser}", "--clear-groups", program]
            : [program];
        var start = new ProcessStartInfo(asOther[0], asOther[1..]) { WorkingDirectory = folder };
        UnixFileMode readOnly = PublishedPrograms.EveryoneEnters & ~UnixFileMode.UserWrite;
        File.SetUnixFileMode(folder, readOnly);
        try
        {
            Assert.Equal(
                ProgramSources.Expected,
                Lines(await OtherProgram.RunAsync(PublishedPrograms.WithVariables(start)))
            );
        }
        finally
        {
            File.SetUnixFileMode(folder, PublishedPrograms.EveryoneEnters);
        }
    }

    [Theory(Timeout = 240_000)]
    [InlineData(PublishedPrograms.SingleFile)]
    [InlineData(PublishedPrograms.SelfContained)]
    public async Task Startup_hooks_of_the_user_run_in_it_and_in_its_workers(string way)
    {
        string executable = await programs.ExecutableAsync(way);
        string hook = Path.Combine(programs.Folder, $"{way}.Hook.dll");
        string seen = Path.Combine(programs.Folder, $"{way}.hooks.txt");
        Compile(
            "internal static class StartupHook { public static void Initialize() => System.IO.File.AppendAllText(System.Environment.GetEnvironmentVariable(\"SEEN\")!, System.Environment.ProcessId + \"\\n\"); }",
            hook
        );
        ProgramRun run = await PublishedPrograms.RunAsync(
            executable,
            ("DOTNET_STARTUP_HOOKS", hook),
            ("SEEN", seen)
        );
        string[] expected =
        [
            .. ProgramSources.Expected.Select(line =>
                line.StartsWith("sees hooks", StringComparison.Ordinal)
                    ? $"sees hooks: {hook}, {hook}, worker mark: , "
                : line.StartsWith("children see", StringComparison.Ordinal)
                    ? $"children see: DOTNET_STARTUP_HOOKS={hook} "
                : line
            ),
        ];
        Assert.Equal(expected, Lines(run));
        // The program, a worker at least, that worker's worker, and so on.
        Assert.True(File.ReadLines(seen).Distinct().Count() >= 3);
    }

    [Fact(Timeout = 240_000)]
    public async Task Where_startup_hooks_are_off_one_line_in_Main_does_the_same()
    {
        string program = await WithoutHooksAsync("off");
        ProgramRun refused = await PublishedPrograms.RunAsync(program);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("PublishTrimmed", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("WorkerProcess.RunIfWorker()", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(
            ProgramSources.Expected,
            Lines(await PublishedPrograms.RunAsync(program, ("ENTRY", "1")))
        );
    }

    [Theory(Timeout = 240_000)]
    [InlineData("pool")]
    [InlineData("process")]
    [InlineData("call")]
    public async Task A_start_that_was_meant_as_a_worker_and_runs_Main_makes_no_workers_and_ends(
        string first
    )
    {
        // Its Main says that it has the line; the copy, started without arguments, does not come by it.
        string program = await WithoutHooksAsync($"misled-{first}");
        var start = new ProcessStartInfo(program, ["--entry"]);
        ProgramRun run = await OtherProgram.RunAsync(
            PublishedPrograms.WithVariables(start, ("FIRST", first))
        );
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("was started as a worker", run.Errors, StringComparison.Ordinal);
        Assert.Contains("ended with exit code 2", run.Errors, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    [Fact(Timeout = 240_000)]
    public async Task A_program_that_was_replaced_while_it_runs_says_so()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux(),
            "Needs a file that can be removed as it runs."
        );
        string program = Copy(
            await programs.ExecutableAsync(PublishedPrograms.SingleFile),
            Path.Combine(programs.Folder, "removed")
        );
        var start = new ProcessStartInfo(program, ["--remove"]);
        ProgramRun run = await OtherProgram.RunAsync(PublishedPrograms.WithVariables(start));
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("was moved or replaced", run.Errors, StringComparison.Ordinal);
    }

    [Theory(Timeout = 240_000)]
    [InlineData("PublishTrimmed=true", "PublishTrimmed")]
    [InlineData("PublishAot=true", "native AOT (PublishAot)")]
    public async Task A_program_that_is_to_be_trimmed_or_compiled_by_native_AOT_is_not_built(
        string property,
        string reason
    )
    {
        ProgramRun build = await programs.TryBuildAsync(property);
        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains(
            $"error : Multiprocessing cannot start workers",
            build.Output,
            StringComparison.Ordinal
        );
        Assert.Contains(reason, build.Output, StringComparison.Ordinal);
    }

    private async Task<string> WithoutHooksAsync(string name)
    {
        string program = Copy(
            await programs.ExecutableAsync(PublishedPrograms.SelfContained),
            Path.Combine(programs.Folder, name)
        );
        string configuration = Path.Combine(
            Path.GetDirectoryName(program)!,
            "program.runtimeconfig.json"
        );
        const string Properties = "\"configProperties\": {";
        await File.WriteAllTextAsync(
            configuration,
            (await File.ReadAllTextAsync(configuration)).Replace(
                Properties,
                Properties + "\"System.StartupHookProvider.IsSupported\": false,",
                StringComparison.Ordinal
            )
        );
        return program;
    }

    /// <summary>Puts all of a published program into another folder and returns its executable there.</summary>
    private static string Copy(string executable, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(executable)!))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        return Path.Combine(folder, Path.GetFileName(executable));
    }

    private static void Compile(string source, string path)
    {
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        Assert.True(
            CSharpCompilation
                .Create(
                    Path.GetFileNameWithoutExtension(path),
                    [CSharpSyntaxTree.ParseText(source)],
                    [
                        MetadataReference.CreateFromFile(typeof(object).Assembly.Location),
                        MetadataReference.CreateFromFile(
                            Path.Combine(runtime, "System.Runtime.dll")
                        ),
                    ],
                    new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
                )
                .Emit(path)
                .Success
        );
    }

    private static string[] Lines(ProgramRun run) =>
        run.Succeeded.ReplaceLineEndings("\n").Split('\n');
}
