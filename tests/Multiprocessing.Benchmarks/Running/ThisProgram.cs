using System.Runtime.InteropServices;

namespace Multiprocessing.Benchmarks.Running;

/// <summary>Starts this program again in a role, and knows where it lies.</summary>
internal static class ThisProgram
{
    /// <summary>The <c>dotnet</c> that runs this program: .../dotnet/shared/Microsoft.NETCore.App/10.0.0/ is its runtime's folder.</summary>
    public static string DotNet { get; } =
        Path.GetFullPath(
            Path.Combine(
                RuntimeEnvironment.GetRuntimeDirectory(),
                "..",
                "..",
                "..",
                OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"
            )
        );

    /// <summary>The folder of this program's files.</summary>
    public static string Folder { get; } = Path.GetDirectoryName(Path.GetFullPath(File))!;

    /// <summary>The repository it was built in.</summary>
    public static string Repository { get; } = FindRepository(Folder);

    private static string File => typeof(ThisProgram).Assembly.Location;

    public static Helper InRole(string role) => new(DotNet, "exec", File, "--role", role);

    private static string FindRepository(string folder) =>
        System.IO.File.Exists(Path.Combine(folder, "Multiprocessing.slnx"))
            ? folder
            : FindRepository(
                Path.GetDirectoryName(folder)
                    ?? throw new InvalidOperationException(
                        $"No folder above {Folder} holds Multiprocessing.slnx: run the benchmarks where they were built."
                    )
            );
}
