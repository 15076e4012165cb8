using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Multiprocessing.Links;

/// <summary>Starts this library as a program, which is a worker, on the runtime that runs this process.</summary>
internal static class WorkerLauncher
{
    private const string SettingsFile = "Multiprocessing.Worker.runtimeconfig.json";
    private const string DependenciesFile = "Multiprocessing.Worker.deps.json";
    private const string DepthVariable = "MULTIPROCESSING_DEPTH";
    private const int MostNested = 8;

    // What Environment.ProcessorCount says, and with it the sizes of the thread pool and of parallel loops.
    private const string ProcessorCountVariable = "DOTNET_PROCESSOR_COUNT";
    private static readonly Dictionary<string, string?> s_noVariables = [];

    /// <summary>How many workers stand above this process: 0 in a program, 1 in its workers, 2 in theirs.</summary>
    public static int Depth { get; } =
        Environment.GetEnvironmentVariable(DepthVariable) is { } text
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int depth)
            ? depth
            : 0;

    /// <exception cref="PlatformNotSupportedException">This program is a single file or brings its own runtime.</exception>
    /// <exception cref="FileNotFoundException">The files that say how a worker is run are not beside the library.</exception>
    /// <exception cref="InvalidOperationException">Workers of workers of workers, too deep to be meant.</exception>
    public static Process Start(WorkerSetup setup)
    {
        if (Depth >= MostNested)
        {
            throw new InvalidOperationException(
                $"A worker started a worker that started a worker, {MostNested} deep. Is there a pool in a static field? Each worker "
                    + "makes its own; make it inside the function that the program itself calls."
            );
        }

        string library = LibraryPath();
        string folder = SettingsFolder(library);
        var start = new ProcessStartInfo(DotnetHost())
        {
            ArgumentList =
            {
                "exec",
                "--fx-version",
                Environment.Version.ToString(),
                "--runtimeconfig",
                Path.Combine(folder, SettingsFile),
                "--depsfile",
                Path.Combine(folder, DependenciesFile),
                library,
            },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
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

        start.WorkingDirectory = setup.Options.WorkingDirectory ?? "";
        start.Environment[DepthVariable] = $"{Depth + 1}";
        return Process.Start(start)!;
    }

    private static string LibraryPath()
    {
        string library = typeof(WorkerLauncher).Assembly.Location;
        return library.Length > 0
            ? library
            : throw new PlatformNotSupportedException(
                "Multiprocessing cannot start workers from a single-file program, because a worker is started from the file "
                    + "Multiprocessing.dll. Publish without PublishSingleFile."
            );
    }

    /// <summary>Where the files lie that say how a worker is run.</summary>
    private static string SettingsFolder(string library)
    {
        string beside = Path.GetDirectoryName(library)!;
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

    private static string DotnetHost()
    {
        // <root>/shared/Microsoft.NETCore.App/<version>/
        string runtime = Path.TrimEndingDirectorySeparator(
            RuntimeEnvironment.GetRuntimeDirectory()
        );
        string root = Path.GetFullPath(Path.Combine(runtime, "..", "..", ".."));
        string host = Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return
            Path.GetFileName(Path.GetDirectoryName(runtime)) == "Microsoft.NETCore.App"
            && File.Exists(host)
            ? host
            : throw new PlatformNotSupportedException(
                $"Multiprocessing starts workers on a shared .NET runtime, but this program brings its own ('{runtime}'). "
                    + "Publish it framework-dependent (--self-contained false)."
            );
    }
}
