using System.Collections.Concurrent;
using Multiprocessing.Links;
using Multiprocessing.Platform;

namespace Multiprocessing.Sharing;

/// <summary>Through which worker of this process each process below it is reached.</summary>
internal static class Routes
{
    // Made for the first: few processes have any.
    private static ConcurrentDictionary<int, IWorkerLink>? s_links;

    /// <summary>That process speaks through that link.</summary>
    public static void Note(int process, IWorkerLink link) =>
        LazyInitializer.EnsureInitialized(ref s_links)[process] = link;

    public static void Forget(int process) => s_links?.TryRemove(process, out _);

    public static IWorkerLink? To(int process) => s_links?.GetValueOrDefault(process);

    /// <summary>A worker has ended, and with it all below it. Called when all that it said has been read.</summary>
    public static void Ended(IWorkerLink link, int exitCode)
    {
        if (s_links is not { } links)
        {
            return;
        }

        int orphaned = ExitCodes.Here.Killed; // a process whose parent is gone kills itself
        foreach ((int process, IWorkerLink by) in links)
        {
            if (by == link && links.TryRemove(process, out _))
            {
                Home.Current.Left(
                    new Departure(process, process == link.ProcessId ? exitCode : orphaned)
                );
            }
        }
    }
}
