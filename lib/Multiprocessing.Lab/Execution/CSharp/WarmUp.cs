namespace Multiprocessing.Lab.Execution.CSharp;

/// <summary>
/// The first cell would wait a second for the compiler to be compiled itself. The session does that while the front
/// still reads the notebook, on a script of its own.
/// </summary>
internal static class WarmUp
{
    public static async Task RunAsync()
    {
        var engine = new CSharpEngine(Directory.GetCurrentDirectory());
        const string Code = "var numbers = new[] { 1, 2 }.Select(n => n * 2).ToArray(); numbers";
        var outcome = await engine.RunAsync(0, Code).ConfigureAwait(false);
        _ = ValueFormatter.Format(outcome.Value);
    }
}
