namespace Multiprocessing.Lab.Execution.CSharp;

/// <summary>
/// The first cell would wait a second for the compiler to be compiled itself. The session begins with that while it
/// still connects and the front reads the notebook, on a script of its own; a cell that comes meanwhile does not wait
/// for it, but finds much of the compiler ready.
/// </summary>
internal static class WarmUp
{
    private const string Code =
        "var numbers = new[] { 1, 2 }.Select(n => n * 2).ToArray(); numbers";

    /// <remarks>On a thread of its own: with one core the pool has but one, which the front's calls need.</remarks>
    public static Task RunAsync() =>
        Task
            .Factory.StartNew(
                CompileAndShowAsync,
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            )
            .Unwrap();

    private static async Task CompileAndShowAsync()
    {
        var engine = new CSharpEngine(Directory.GetCurrentDirectory());
        var outcome = await engine.RunAsync("warm-up", Code).ConfigureAwait(false);
        _ = ValueFormatter.Format(outcome.Value);
    }
}
