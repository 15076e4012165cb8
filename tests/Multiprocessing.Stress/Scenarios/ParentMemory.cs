using Multiprocessing.Stress.Running;

namespace Multiprocessing.Stress.Scenarios;

/// <summary>A result that the parent has no memory for: the parent's fault, not its worker's.</summary>
internal static class ParentMemory
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    public static async Task<string> RunAsync()
    {
        string[] kinds = ["array", "text", "many"];
        foreach (string what in kinds)
        {
            await RunOutAsync(what).ConfigureAwait(false);
        }

        return "results too large for their parent fail their calls in words, and the same worker serves on";
    }

    /// <param name="what">An array, a text, or many results that are too large together.</param>
    public static async Task RunOutAsync(string what)
    {
        (int exitCode, string output, string error) = await ThisProgram
            .RunAsync(
                [
                    "env",
                    "DOTNET_GCHeapHardLimit=0x8000000",
                    .. ThisProgram.CommandLine("--role", "small-parent", what),
                ],
                s_limit
            )
            .ConfigureAwait(false);
        Check.That(
            exitCode == 0 && output.EndsWith("the same worker: True", StringComparison.Ordinal),
            $"{what}: exit code {exitCode}: {output} / {error}"
        );
        Check.That(
            output.Contains(
                "does not fit into the memory that this process may have",
                StringComparison.Ordinal
            )
                || output.Contains(
                    "do not fit into the memory that this process may have",
                    StringComparison.Ordinal
                ),
            $"{what}: {output}"
        );
    }
}
