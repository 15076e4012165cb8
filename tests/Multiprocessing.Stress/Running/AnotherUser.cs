using System.Diagnostics;

namespace Multiprocessing.Stress.Running;

/// <summary>Programs that another user of the machine runs.</summary>
internal static class AnotherUser
{
    /// <summary>The number of the user whom every Linux has for what shall own nothing.</summary>
    public const int Id = 65534;

    /// <summary>Why this program cannot be run as another user; null when it can.</summary>
    public static async Task<string?> UnavailableAsync()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return "Only root of Linux can run a program as another user.";
        }

        (int code, _, string error) = await ThisProgram
            .RunAsync(
                [.. Prefix, "test", "-r", typeof(AnotherUser).Assembly.Location],
                TimeSpan.FromSeconds(30)
            )
            .ConfigureAwait(false);
        return code == 0 ? null : $"Another user may not read this program. {error}";
    }

    /// <summary>Starts this program as that user.</summary>
    public static Process Start(params string[] arguments) =>
        ThisProgram.Start([.. Prefix, .. ThisProgram.CommandLine(arguments)]);

    private static string[] Prefix =>
        ["setpriv", $"--reuid={Id}", $"--regid={Id}", "--clear-groups"];
}
