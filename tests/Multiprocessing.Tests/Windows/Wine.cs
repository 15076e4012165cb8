using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit;

namespace Multiprocessing.Tests.Windows;

/// <summary>
/// A Windows, played by Wine, for programs of this repository. It is made when the first of them runs, and goes away with all
/// that still runs in it.
/// </summary>
public sealed class Wine : IAsyncDisposable
{
    // Debian brings no command on the PATH.
    private const string Folder = "/usr/lib/wine/";

    private readonly string _prefix = Path.Combine(
        Path.GetTempPath(),
        "wine-" + Guid.NewGuid().ToString("N")
    );
    private readonly Lazy<Task> _laidOut;

    public Wine() => _laidOut = new Lazy<Task>(LayOutAsync);

    /// <summary>True in a program that Wine runs: for what Wine does unlike Windows.</summary>
    /// <remarks>
    /// Under Wine the runtime may hang for good after an exception that leaves a method called by reflection. So a spec that is
    /// not async is skipped by its attribute.
    /// </remarks>
    public static bool IsHere { get; } =
        OperatingSystem.IsWindows()
        && NativeLibrary.TryGetExport(NativeLibrary.Load("ntdll.dll"), "wine_get_version", out _);

    /// <summary>Why specs that need more than the invariant culture are skipped there.</summary>
    public const string NoCultures = "Wine brings no ICU, so there is the invariant culture only.";

    /// <summary>Why specs of the memory that a process holds are skipped there.</summary>
    public const string NoPrivateMemory = "Wine does not tell how much memory a process holds.";

    /// <summary>Why specs of stack overflows are skipped there.</summary>
    public const string NoStackOverflow = "Under Wine a process whose stack overflows hangs.";

    /// <summary>What .ci/windows/lay-out fills.</summary>
    public static string Root { get; } = Path.Combine(Repository.Root, "artifacts", "windows");

    /// <summary>Runs a program of <see cref="Root"/>'s build to its end, which comes at the latest when the test's time is up.</summary>
    internal async Task<ProgramRun> RunAsync(string project, string program, string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Runs a Windows under Wine on Linux.");
        Installed.Need(File.Exists(Folder + "wine64"), "Wine");
        Installed.Need(
            File.Exists("/usr/bin/x86_64-w64-mingw32-gcc"),
            "The compiler for Windows (gcc-mingw-w64-x86-64)"
        );
        await _laidOut.Value;
        // Into a file: what Wine starts meanwhile, for all programs, would hold a pipe for as long as it runs.
        string said = Path.Combine(_prefix, Guid.NewGuid().ToString("N"));
        ProgramRun run = await OtherProgram.RunAsync(
            Start(
                "/bin/sh",
                [
                    "-c",
                    "said=$1; shift; exec \"$@\" < /dev/null > \"$said\" 2>&1",
                    "sh",
                    said,
                    Folder + "wine64",
                    Path.Combine(Root, "dotnet", "dotnet.exe"),
                    Path.Combine(Root, "build", "bin", project, "debug", program),
                    .. arguments,
                ]
            )
        );
        return run with
        {
            Output = await File.ReadAllTextAsync(said, TestContext.Current.CancellationToken),
        };
    }

    /// <summary>A file's path as programs in there name it.</summary>
    public static string PathOf(string path) => "Z:" + path;

    public async ValueTask DisposeAsync()
    {
        if (!Directory.Exists(_prefix))
        {
            return;
        }

        foreach (string what in (string[])["-k", "-w"])
        {
            using Process server = Process.Start(Start(Folder + "wineserver64", [what]))!;
            await server.WaitForExitAsync(
                new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token
            );
        }

        Directory.Delete(_prefix, recursive: true);
    }

    private async Task LayOutAsync()
    {
        Directory.CreateDirectory(_prefix);
        string script = Path.Combine(Repository.Root, ".ci", "windows", "lay-out");
        _ = (await OtherProgram.RunAsync(new ProcessStartInfo(script))).Succeeded;
        // What Wine starts for all programs stays until the end: it must not hold the output of the one that happened to be first.
        string boot = $"{Folder}wineserver64 -p && {Folder}wine64 wineboot --init";
        ProcessStartInfo start = Start("/bin/sh", ["-c", $"({boot}) < /dev/null > /dev/null 2>&1"]);
        _ = (await OtherProgram.RunAsync(start)).Succeeded;
    }

    /// <summary>It gets no variable of this process: not what tells specs that they run in .ci/run, nor what speaks to this runtime.</summary>
    private ProcessStartInfo Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments);
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/bin:/bin";
        start.Environment["HOME"] = _prefix;
        start.Environment["WINEPREFIX"] = _prefix;
        start.Environment["TMPDIR"] = _prefix; // where its server leaves a folder behind
        start.Environment["WINEDEBUG"] = "-all";
        // Wine cannot follow the runtime when that maps its code twice, and has no ICU.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        // Where the compiler gives up an optimization it raises an error of the system, and meets in Wine's list of handlers
        // those that a .NET exception has jumped over: the process crashes or hangs. Code without optimizations has none.
        start.Environment["DOTNET_JITMinOpts"] = "1";
        return start;
    }
}
