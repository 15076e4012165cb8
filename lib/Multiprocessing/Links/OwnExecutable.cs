using System.Diagnostics;
using System.Reflection;

namespace Multiprocessing.Links;

/// <summary>
/// The executable of a program that is a single file or brings its own runtime. There is no other program to run workers, so it
/// is started again, and the copy becomes a worker before its <c>Main</c>, by a startup hook, or first thing in it.
/// </summary>
internal static class OwnExecutable
{
    private const string HooksVariable = "DOTNET_STARTUP_HOOKS";

    // Tells the copy that it is to be a worker, and of which build of this library.
    private const string MarkVariable = "MULTIPROCESSING_WORKER";
    private const int Misled = 2;
    private const string Remedy =
        "Where hooks are off on purpose (StartupHookSupport), call WorkerProcess.RunIfWorker() first thing in Main.";

    private static readonly Assembly s_library = typeof(OwnExecutable).Assembly;

    /// <summary>This process has said that it becomes a worker in its <c>Main</c>, if it was started as one.</summary>
    public static bool HasOwnEntry { get; set; }

    /// <summary>Whether this process was started to be a worker, and has not become one yet.</summary>
    public static bool IsMeantAsWorker =>
        Environment.GetEnvironmentVariable(MarkVariable) is { Length: > 0 };

    /// <summary>Whether this process was started to be a worker by a program of the build that it is of itself.</summary>
    public static bool IsOfSameBuild => Environment.GetEnvironmentVariable(MarkVariable) == Build;

    private static string Build => s_library.ManifestModule.ModuleVersionId.ToString();

    private static bool AreHooksOn =>
        !AppContext.TryGetSwitch("System.StartupHookProvider.IsSupported", out bool on) || on;

    /// <summary>
    /// Ends a process that was started as a worker and runs the program's <c>Main</c> instead: what it does there its parent does,
    /// too, and its own workers would do so again, without end.
    /// </summary>
    public static void EndIfMisled()
    {
        if (IsMeantAsWorker)
        {
            Console.Error.WriteLine(
                $"Multiprocessing: process {Environment.ProcessId} was started as a worker, but runs the program's Main, for startup hooks do not run in it. "
                    + $"It makes no pools and no workers, and ends. {Remedy}"
            );
            Environment.Exit(Misled);
        }
    }

    /// <exception cref="PlatformNotSupportedException">Nothing would make a copy of this program a worker.</exception>
    public static void Check()
    {
        // A native program that hosts .NET has no entry assembly: nobody knows what it would do when started again.
        if (
            Assembly.GetEntryAssembly() is null
            || Path.GetFileNameWithoutExtension(Environment.ProcessPath) is null or "dotnet"
        )
        {
            throw new PlatformNotSupportedException(
                $"Multiprocessing starts workers on a shared .NET runtime or from the program's own executable, but '{Environment.ProcessPath}' "
                    + "is another program that hosts .NET. Start a program of your own from it, and the workers from there."
            );
        }

        if (!AreHooksOn && !HasOwnEntry)
        {
            throw new PlatformNotSupportedException(
                "Multiprocessing cannot start workers from this program: it is a single file or brings its own runtime, and startup hooks are off in it "
                    + "(System.StartupHookProvider.IsSupported), as they are in programs published with PublishTrimmed, which cannot have workers. "
                    + $"Publish without PublishTrimmed. {Remedy}"
            );
        }
    }

    /// <summary>What to start as a worker.</summary>
    /// <exception cref="FileNotFoundException">The executable is not there any more.</exception>
    public static ProcessStartInfo Command()
    {
        string executable = Environment.ProcessPath!;
        return File.Exists(executable)
            ? new ProcessStartInfo(executable)
            : throw new FileNotFoundException(
                $"'{executable}' was moved or replaced since this program started, so no workers can be started from it. Start the program again.",
                executable
            );
    }

    /// <summary>What makes the copy a worker.</summary>
    public static void Mark(LaunchVariables variables)
    {
        variables.Set(MarkVariable, Build);
        if (AreHooksOn)
        {
            // Behind those of the user, which run in workers as in every program.
            string name = s_library.GetName().Name!;
            variables.Set(
                HooksVariable,
                variables[HooksVariable] is { Length: > 0 } hooks
                    ? hooks + Path.PathSeparator + name
                    : name
            );
        }
    }
}
