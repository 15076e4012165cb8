using Multiprocessing.Stress.Running;

namespace Multiprocessing.Stress.Scenarios;

/// <summary>The folder in which shared memory lies is full.</summary>
internal static class FullDisk
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    /// <summary>A program that has a folder of 8 MB of its own in the place of the system's.</summary>
    public static async Task<string> RunAsync()
    {
        string[] apart = ["unshare", "--mount", "sh", "-c"];
        const string Mount = "mount -t tmpfs -o size=8m tmpfs /dev/shm";
        if (
            (await ThisProgram.RunAsync([.. apart, Mount], s_limit).ConfigureAwait(false)).ExitCode
            != 0
        )
        {
            return "not possible here: only root may mount a folder of its own";
        }

        (int exitCode, string said, string error) = await ThisProgram
            .RunAsync(
                [
                    .. apart,
                    Mount + " && exec \"$@\"",
                    "sh",
                    .. ThisProgram.CommandLine("--role", "disk-full"),
                ],
                s_limit
            )
            .ConfigureAwait(false);
        Check.That(exitCode == 0, $"exit code {exitCode}: {said} {error}");
        return said;
    }
}
