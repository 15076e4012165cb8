namespace Multiprocessing.Dispatch;

/// <summary>Waiting for a call on the caller's thread.</summary>
internal static class Waiting
{
    /// <summary>
    /// Waits for a call. If the wait itself ends, because a notebook's Stop or <see cref="Thread.Interrupt"/> ends it, nobody
    /// is left to take the result: the call is cancelled, so that its workers are free again.
    /// </summary>
    public static TResult For<TResult>(Func<CancellationToken, Task<TResult>> start) =>
        For(start, expect: _ => { });

    /// <summary>The same for a call of one item, which this thread helps to bring home.</summary>
    public static TResult For<TResult>(Func<CancellationToken, RunCall<TResult>> start)
    {
        RunCall<TResult>? call = null;
        return For(
            token => (call = start(token)).Task,
            task => call!.Worker?.ReadUntil(() => task.IsCompleted)
        );
    }

    private static TResult For<TResult>(
        Func<CancellationToken, Task<TResult>> start,
        Action<Task> expect
    )
    {
        using var giveUp = new CancellationTokenSource();
        Task<TResult> call = start(giveUp.Token);
        try
        {
            expect(call);
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
