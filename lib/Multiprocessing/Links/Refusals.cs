namespace Multiprocessing.Links;

/// <summary>
/// Tells that workers were not started: later and on another thread, since who starts them holds locks, and all on the same
/// one, since there may be hardly a thread left.
/// </summary>
internal static class Refusals
{
    private const int StackSize = 512 * 1024;
    private static readonly Queue<Action> s_untold = [];
    private static bool s_telling;

    public static void Tell(Action refusal)
    {
        lock (s_untold)
        {
            s_untold.Enqueue(refusal);
            if (s_telling)
            {
                return;
            }

            s_telling = true;
        }

        try
        {
            new Thread(TellAll, StackSize) { IsBackground = true, Name = "refusals" }.Start();
        }
        catch (OutOfMemoryException)
        {
            // Not even one: the thread pool may have some.
            ThreadPool.UnsafeQueueUserWorkItem(_ => TellAll(), null);
        }
    }

    private static void TellAll()
    {
        while (true)
        {
            Action refusal;
            lock (s_untold)
            {
                if (!s_untold.TryDequeue(out refusal!))
                {
                    s_telling = false;
                    return;
                }
            }

            refusal();
        }
    }
}
