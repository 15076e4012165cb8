namespace Multiprocessing.Dispatch;

/// <summary>Waiting for a call on the caller's thread.</summary>
internal static class Waiting
{
    /// <summary>
    /// Waits for a call. If the wait itself ends, because a notebook's Stop or <see cref="Thread.Interrupt"/> ends it, nobody
    /// is left to take the result: the call is cancelled, so that its workers are free again.
    /// </summary>
    public static TResult For<TResult>(Func<CancellationToken, Task<TResult>> start)
    {
        using var giveUp = new CancellationTokenSource();
        Task<TResult> call = start(giveUp.Token);
        try
        {
            return call.GetAwaiter().GetResult();
        }
        finally
        {
            if (!call.IsCompleted)
            {
                giveUp.Cancel();
            }
        }
    }
}
