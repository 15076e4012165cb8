namespace Multiprocessing.Stress.Running;

/// <summary>Runs one scenario in a process of its own, so that it finds nothing of the others and may break what it likes.</summary>
internal static class ScenarioHost
{
    /// <summary>Begins the line that says what came of it.</summary>
    public const string Verdict = "\u0001verdict ";

    public static async Task<int> RunAsync(string name)
    {
        TextWriter output = Console.Out;
        try
        {
            Scenario scenario = Catalogue.All.Single(scenario => scenario.Name == name);
            string counts = await scenario.Run().ConfigureAwait(false);
            await output.WriteLineAsync(Verdict + counts).ConfigureAwait(false);
            return 0;
        }
        catch (Exception e)
        {
            await output
                .WriteLineAsync(
                    Verdict
                        + (e is StressException ? e.Message : e.ToString()).ReplaceLineEndings(
                            " | "
                        )
                )
                .ConfigureAwait(false);
            return 1;
        }
    }
}
