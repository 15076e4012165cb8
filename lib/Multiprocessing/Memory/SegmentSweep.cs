namespace Multiprocessing.Memory;

/// <summary>
/// Has the collector look for lost segments where many may have come together: each takes a file and a mapping, and the
/// collector, who sees only a small object, would let a worker run out of them first. Functions are handed a new object for
/// each call and never dispose it; its maker disposes his own and starts the next call.
/// </summary>
internal static class SegmentSweep
{
    private const int FewSegments = 16;
    private const long FewBytes = 64 * 1024 * 1024;

    // Finalizers are other people's code too, and may wait for something.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan s_longPatience = TimeSpan.FromSeconds(2);

    private static readonly Lock s_gate = new();
    private static Task s_finalizers = Task.CompletedTask;
    private static Task? s_stuck;

    // What was still in use after the last search through everything, or fewer if fewer have been since.
    private static int s_segments;
    private static long s_bytes;

    /// <summary>To be called between items, when nothing that the last one used is in use any more.</summary>
    public static void RunIfDue()
    {
        if (Forgetting.OpenSegments == 0)
        {
            return;
        }

        if (!HasGrown(by: 1) || !AreFinalizersDone() || !s_gate.TryEnter())
        {
            return;
        }

        try
        {
            Underway.LetGoOfArrived();
            // Most are lost young. Only what has come together of others is worth a search through everything.
            for (
                int generation = 0;
                generation <= GC.MaxGeneration && HasGrown(by: 0.5);
                generation++
            )
            {
                GC.Collect(generation);
                s_finalizers = Finalizers();
                if (!s_finalizers.Wait(s_patience))
                {
                    return;
                }

                if (generation == GC.MaxGeneration)
                {
                    (s_segments, s_bytes) = (Forgetting.OpenSegments, Forgetting.OpenBytes);
                }
            }
        }
        finally
        {
            s_gate.Exit();
        }
    }

    /// <summary>Completes when what the collector has found is finalized.</summary>
    public static Task Finalizers()
    {
        try
        {
            return Task.Run(GC.WaitForPendingFinalizers);
        }
        catch (TaskSchedulerException)
        {
            // A thread takes file handles, too, and there are none: only finalizers can give some back.
            GC.WaitForPendingFinalizers();
            return Task.CompletedTask;
        }
    }

    /// <summary>
    /// Those of the last sweep. On a busy machine they may come late: then they are waited for, but only once for those that
    /// never end.
    /// </summary>
    private static bool AreFinalizersDone()
    {
        Task finalizers = s_finalizers;
        if (finalizers.IsCompleted)
        {
            return true;
        }

        if (finalizers == s_stuck || !HasGrown(by: 3))
        {
            return false;
        }

        if (finalizers.Wait(s_longPatience))
        {
            return true;
        }

        s_stuck = finalizers;
        return false;
    }

    /// <summary>Whether far more is open than was in use.</summary>
    /// <param name="by">Which part of what would be far more.</param>
    private static bool HasGrown(double by)
    {
        (int segments, long bytes) = (Forgetting.OpenSegments, Forgetting.OpenBytes);
        if (segments < s_segments || bytes < s_bytes)
        {
            s_segments = Math.Min(s_segments, segments);
            s_bytes = Math.Min(s_bytes, bytes);
        }

        return segments - s_segments >= by * Math.Max(FewSegments, s_segments / 2)
            || (segments > s_segments && bytes - s_bytes >= by * Math.Max(FewBytes, s_bytes / 2));
    }
}
