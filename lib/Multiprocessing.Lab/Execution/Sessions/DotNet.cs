using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Multiprocessing.Lab.Execution.Sessions;

/// <summary>Starts this program again, on the very runtime it runs on.</summary>
internal static class DotNet
{
    public static ProcessStartInfo SameProgram(params IEnumerable<string> arguments)
    {
        var program = typeof(DotNet).Assembly.Location;
        // .../dotnet/shared/Microsoft.NETCore.App/10.0.0/
        var root = Path.GetFullPath(
            Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")
        );
        var host = Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
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
