using System.Runtime.InteropServices;
using Multiprocessing.Stress.Roles;
using Multiprocessing.Stress.Running;
using Xunit;

namespace Multiprocessing.Tests.Packaging;

/// <summary>A program on a preview of .NET, whose version has a label.</summary>
public sealed class PreviewRuntimeSpecs : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("preview-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact(Timeout = 120_000)]
    public async Task Its_workers_run_on_the_same_preview()
    {
        string version = LayOut();
        (int exitCode, string said, string error) = await ThisProgram.RunAsync(
            [
                Path.Combine(_root, Host),
                "exec",
                "--fx-version",
                version,
                .. ThisProgram.CommandLine("--role", FirstUse.Role, FirstUse.Pool)[2..],
            ],
            TimeSpan.FromSeconds(60)
        );
        Assert.True((exitCode, said) == (0, FirstUse.Worked), $"{exitCode}: {said} {error}");
    }

    private static string Host => OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    /// <summary>This process's runtime once more, as if it were a preview and the only one.</summary>
    /// <returns>Its version.</returns>
    private string LayOut()
    {
        string runtime = Path.TrimEndingDirectorySeparator(
            RuntimeEnvironment.GetRuntimeDirectory()
        );
        string installed = Path.GetFullPath(Path.Combine(runtime, "..", "..", ".."));
        string version = Path.GetFileName(runtime) + "-rc.1.12345.6";
        File.Copy(Path.Combine(installed, Host), Path.Combine(_root, Host));
        Copy(Path.Combine(installed, "host", "fxr"), Path.Combine(_root, "host", "fxr"));
        Copy(runtime, Path.Combine(_root, "shared", "Microsoft.NETCore.App", version));
        return version;
    }

    private static void Copy(string folder, string target)
    {
        Directory.CreateDirectory(target);
        foreach (string file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
