using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Multiprocessing.Lab.Execution.Sessions;

/// <summary>Starts this program again, on the very runtime it runs on.</summary>
internal static class DotNet
{
    // .../dotnet/shared/Microsoft.NETCore.App/10.0.0
    private static readonly string s_runtime = Path.TrimEndingDirectorySeparator(
        RuntimeEnvironment.GetRuntimeDirectory()
    );

    /// <summary>Where that runtime is installed, with the command that starts programs on it.</summary>
    public static string Root { get; } =
        Path.GetFullPath(Path.Combine(s_runtime, "..", "..", ".."));

    public static ProcessStartInfo SameProgram(params IEnumerable<string> arguments)
    {
        var program = typeof(DotNet).Assembly.Location;
        var host = Path.Combine(Root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return new ProcessStartInfo(
            host,
            [
                "exec",
                "--fx-version",
                Path.GetFileName(s_runtime), // Environment.Version lacks a preview's label
                "--depsfile",
                Path.ChangeExtension(program, ".deps.json"),
                "--runtimeconfig",
                Path.ChangeExtension(program, ".runtimeconfig.json"),
                program,
                .. arguments,
            ]
        );
    }
}
