using System.Runtime.CompilerServices;

// A check counts the items of all pools in the process, and the progress file is one for all.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Multiprocessing.Course.Tests;

/// <summary>A progress file for one test, so that what tests do counts for nobody.</summary>
internal sealed class OwnProgress : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("course-test-");

    public OwnProgress() => Use(File);

    public string Folder => _folder.FullName;

    public string File => Path.Combine(Folder, "course", "done.txt");

    public static void Use(string file) =>
        Environment.SetEnvironmentVariable(ProgressFile.Variable, file);

    public void Dispose()
    {
        Use(Elsewhere);
        _folder.Delete(recursive: true);
    }

    // Also for tests that do not think of it.
    private static string Elsewhere { get; } =
        Path.Combine(Path.GetTempPath(), $"course-progress-{Environment.ProcessId}.txt");

    [ModuleInitializer]
    internal static void Begin()
    {
        Use(Elsewhere);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => System.IO.File.Delete(Elsewhere);
    }
}
