using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Multiprocessing.Code;
using Multiprocessing.Platform;

namespace Multiprocessing.Links;

/// <summary>
/// Starts a worker on the runtime that runs this process: this library as a program where <c>dotnet</c> is there to run it, else
/// the program's own executable once more.
/// </summary>
internal static class WorkerLauncher
{
    private const string SettingsFile = "Multiprocessing.Worker.runtimeconfig.json";
    private const string DependenciesFile = "Multiprocessing.Worker.deps.json";
    private const string DepthVariable = "MULTIPROCESSING_DEPTH";
    private const int MostNested = 8;

    // What Environment.ProcessorCount says, and with it the sizes of the thread pool and of parallel loops.
    private const string ProcessorCountVariable = "DOTNET_PROCESSOR_COUNT";
    private static readonly Dictionary<string, string?> s_noVariables = [];

    // The library's file; empty where it has none.
    private static readonly string s_library = typeof(WorkerLauncher).Assembly.Location;

    // Null where the program has to be started itself.
    private static readonly string? s_dotnet = s_library.Length > 0 ? DotnetHost() : null;

    /// <summary>How many workers stand above this process: 0 in a program, 1 in its workers, 2 in theirs.</summary>
    public static int Depth { get; } =
        Environment.GetEnvironmentVariable(DepthVariable) is { } text
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int depth)
            ? depth
            : 0;

    /// <summary>Whether this program can have workers. A process that was started as a worker, and is none yet, ends here.</summary>
    /// <exception cref="PlatformNotSupportedException">It cannot: the message says why.</exception>
    public static void Check()
    {
        OwnExecutable.EndIfMisled();
        // A host of .NET always says which assemblies it has, if only none.
        if (
            !RuntimeFeature.IsDynamicCodeSupported
            && AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") is null
        )
        {
            throw new PlatformNotSupportedException(
                "Multiprocessing cannot start workers from a program that was compiled by native AOT, for workers load the program's code as they run. "
                    + "Publish without PublishAot."
            );
        }

        if (s_library.Length == 0 && !Origin.Of(typeof(WorkerLauncher).Assembly).IsBundled)
        {
            throw new PlatformNotSupportedException(
                "Multiprocessing cannot start workers, because Multiprocessing.dll was loaded from bytes and a worker is started from its file. "
                    + "Load it from its file."
            );
        }

        if (s_dotnet is null)
        {
            OwnExecutable.Check();
        }
    }

    /// <exception cref="PlatformNotSupportedException">This program cannot have workers.</exception>
    /// <exception cref="FileNotFoundException">A file that workers are started from is not there.</exception>
    /// <exception cref="InvalidOperationException">Workers of workers of workers, too deep to be meant.</exception>
    public static LaunchedWorker Start(WorkerSetup setup)
    {
        Check();
        if (Depth >= MostNested)
        {
            throw new InvalidOperationException(
                $"A worker started a worker that started a worker, {MostNested} deep. Is there a pool in a static field? Each worker "
                    + "makes its own; make it inside the function that the program itself calls."
            );
        }

        List<RuntimeSetting> settings = RuntimeConfiguration.Current();
        string? file = null;
        bool isInFile = s_dotnet is not null && ConfigurationFile.TryWrite(settings, out file);
        try
        {
            ProcessStartInfo start = s_dotnet is null
                ? OwnExecutable.Command()
                : DotnetCommand(s_dotnet, file);
            start.WorkingDirectory = setup.Options.WorkingDirectory ?? "";
            if (OperatingSystem.IsWindows())
            {
                // Elsewhere the worker sees to that itself: a Ctrl+C is for the program, which ends its workers if it ends.
                start.CreateNewProcessGroup = !setup.Options.KeepChildren;
            }

            var variables = new LaunchVariables(start);
            SetVariables(variables, start, setup, settings);
            if (s_dotnet is not null && !isInFile)
            {
                RuntimeConfiguration.SetVariables(variables, settings);
            }

            PipedProcess program = PipedProcess.Start(start);
            if (isInFile)
            {
                // It starts with the others.
                settings.RemoveAll(RuntimeConfiguration.IsInFile);
            }

            return new LaunchedWorker(program, variables.Originals, settings, file);
        }
        catch
        {
            ConfigurationFile.Remove(file);
            throw;
        }
    }

    private static ProcessStartInfo DotnetCommand(string dotnet, string? configuration)
    {
        string folder = SettingsFolder();
        return new ProcessStartInfo(dotnet)
        {
            ArgumentList =
            {
                "exec",
                "--fx-version",
                Path.GetFileName(RuntimeFolder), // Environment.Version lacks a preview's label
                "--runtimeconfig",
                configuration ?? Path.Combine(folder, SettingsFile),
                "--depsfile",
                Path.Combine(folder, DependenciesFile),
                s_library,
            },
        };
    }

    private static void SetVariables(
        LaunchVariables variables,
        ProcessStartInfo start,
        WorkerSetup setup,
        List<RuntimeSetting> settings
    )
    {
        if (setup.Threads is { } threads)
        {
            start.Environment[ProcessorCountVariable] = $"{threads}";
        }

        foreach (
            (string name, string? value) in setup.Options.EnvironmentVariables ?? s_noVariables
        )
        {
            start.Environment[name] = value;
        }

        start.Environment[DepthVariable] = $"{Depth + 1}";
        CollectorVariables.Set(variables, setup.Options);
        if (s_dotnet is null)
        {
            CollectorVariables.SetUsual(variables, settings);
            OwnExecutable.Mark(variables);
        }
    }

    /// <summary>The folder of the runtime that runs this process; one that is shared has its version as its name.</summary>
    private static string RuntimeFolder =>
        Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory());

    /// <summary>Where the files lie that say how a worker is run.</summary>
    private static string SettingsFolder()
    {
        string beside = Path.GetDirectoryName(s_library)!;
        if (File.Exists(Path.Combine(beside, SettingsFile)))
        {
            return beside;
        }

        // A program for all platforms has the library of this one in runtimes/<platform>/lib/<framework>/.
        string root = Path.GetFullPath(Path.Combine(beside, "..", "..", "..", ".."));
        return File.Exists(Path.Combine(root, SettingsFile))
            ? root
            : throw new FileNotFoundException(
                $"'{Path.Combine(beside, SettingsFile)}' is missing: copy it and {DependenciesFile} from the library's build beside Multiprocessing.dll.",
                Path.Combine(beside, SettingsFile)
            );
    }

    /// <summary>The program that runs others on the shared runtime of this process; null where it brings its own.</summary>
    private static string? DotnetHost()
    {
        // <root>/shared/Microsoft.NETCore.App/<version>/
        string runtime = RuntimeFolder;
        string root = Path.GetFullPath(Path.Combine(runtime, "..", "..", ".."));
        string host = Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return
            Path.GetFileName(Path.GetDirectoryName(runtime)) == "Microsoft.NETCore.App"
            && File.Exists(host)
            ? host
            : null;
    }
}
