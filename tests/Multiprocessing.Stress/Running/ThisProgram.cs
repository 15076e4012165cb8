using System.Diagnostics;

namespace Multiprocessing.Stress.Running;

/// <summary>Starts this program again, as a helper that may be killed, limited or left hanging.</summary>
internal static class ThisProgram
{
    /// <summary>The command line that does so.</summary>
    public static string[] CommandLine(params string[] arguments) =>
        ["dotnet", "exec", typeof(ThisProgram).Assembly.Location, .. arguments];

    /// <summary>Starts a command line with its three streams redirected.</summary>
    public static Process Start(
        string[] command,
        IReadOnlyDictionary<string, string?>? environment = null
    )
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
