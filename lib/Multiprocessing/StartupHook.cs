using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Links;
using Multiprocessing.Workers;

/// <summary>
/// What the runtime calls before <c>Main</c> in a program that was started again as a worker. The name, without a namespace, is
/// the one that it looks for.
/// </summary>
[SuppressMessage("Design", "CA1050", Justification = "The runtime looks for it there.")]
internal static class StartupHook
{
    public static void Initialize()
    {
        if (OwnExecutable.IsMeantAsWorker)
        {
            WorkerMain.RunAndExit();
        }
    }
}
