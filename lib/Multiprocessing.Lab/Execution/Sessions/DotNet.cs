using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Multiprocessing.Lab.Execution.Sessions;

/// <summary>Starts this program again, on the very runtime it runs on.</summary>
internal static class DotNet
{
    /// <summary>Where that runtime is installed, with the command that starts programs on it.</summary>
    public static string Root { get; } =
        // .../dotnet/shared/Microsoft.NETCore.App/10.0.0/
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    public static ProcessStartInfo SameProgram(params IEnumerable<string> arguments)
    {
        var program = typeof(DotNet).Assembly.Location;
        var host = Path.Combine(Root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return new ProcessStartInfo(
            host,
            [
                "exec",
                "--fx-version",
                Environment.Version.ToString(),
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
