using System.Runtime.CompilerServices;
using Multiprocessing.Code;
using Multiprocessing.Links;
using Multiprocessing.Parcels;
using Multiprocessing.Platform;

namespace Multiprocessing;

/// <content>A process for one call that returns a value.</content>
public sealed partial class WorkerProcess
{
    /// <summary>Calls a function in a process of its own, which ends with the call, and gives its result.</summary>
    /// <param name="function">What to do. It travels with what it captures.</param>
    /// <param name="cancellationToken">
    /// Gives up the call: captured tokens are cancelled in the process, and a process that still runs after half a second is
    /// killed. The task is cancelled when the process has ended.
    /// </param>
    /// <returns>Completes when the process has ended and all its output has appeared.</returns>
    /// <exception cref="NotSerializableException">Something that the function captures, or its result, cannot travel.</exception>
    /// <exception cref="WorkerDiedException">The process ended while it ran the function.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    /// <remarks>
    /// <para>
    /// What the function throws is thrown here, as the same exception, with the process's stack trace. A <see cref="ValueTask"/>
    /// that it gives is awaited in the process, and a complete one comes back.
    /// </para>
    /// <para>
    /// Each call starts a process at once. For many calls a <see cref="ProcessPool"/> is faster, and it bounds how many run.
    /// </para>
    /// <para>When this process ends, however it ends, the call's process is ended, not waited for.</para>
    /// </remarks>
    public static Task<TResult> RunAsync<TResult>(
        Func<TResult> function,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(function);
        return RunAlone(Awaited.Result(function), function, cancellationToken);
    }

    /// <inheritdoc cref="RunAsync{TResult}(Func{TResult},CancellationToken)"/>
    /// <param name="function">What to do, awaited in the process. It travels with what it captures.</param>
    /// <param name="cancellationToken">Gives up the call, as for a function that is not awaited.</param>
    [OverloadResolutionPriority(1)]
    public static Task<TResult> RunAsync<TResult>(
        Func<Task<TResult>> function,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(function);
        return RunAlone(Awaited.Function(function), function, cancellationToken);
    }

    /// <inheritdoc cref="RunAsync{TResult}(Func{TResult},CancellationToken)"/>
    /// <summary>Calls an action in a process of its own, which ends with the call.</summary>
    /// <param name="action">What to do. It travels with what it captures.</param>
    /// <param name="cancellationToken">Gives up the call, as for a function.</param>
    public static Task RunAsync(Action action, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(action);
        return RunAlone(Awaited.Function(action), action, cancellationToken);
    }

    /// <inheritdoc cref="RunAsync(Action,CancellationToken)"/>
    /// <param name="action">What to do, awaited in the process. It travels with what it captures.</param>
    /// <param name="cancellationToken">Gives up the call, as for a function.</param>
    public static Task RunAsync(Func<Task> action, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(action);
        return RunAlone(Awaited.Function(action), action, cancellationToken);
    }

    // A pool of one worker for one call: all that a call may meet, the pool's dispatcher deals with already.
    private static Task<TResult> RunAlone<TResult>(
        Func<TResult> function,
        Delegate original,
        CancellationToken cancellationToken
    )
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<TResult>(cancellationToken);
        }

        WorkerLauncher.Check(); // as in Start
        WorkerRoom.Demand();
        var setup = new WorkerSetup(NextName()) { Daemon = true };
        var pool = new ProcessPool(
            new PoolOptions
            {
                Name = setup.Name,
                Workers = 1,
                IdleTimeout = Timeout.InfiniteTimeSpan,
            },
            (events, _) => new ProcessLink(events, setup)
        );
        try
        {
            return Finish(
                pool,
                pool.RunCore(function, original, cancellationToken, options: null).Task
            );
        }
        catch
        {
            pool.Dispose();
            throw;
        }
    }

    private static async Task<TResult> Finish<TResult>(ProcessPool pool, Task<TResult> call)
    {
        await using (pool.ConfigureAwait(false))
        {
            return await call.ConfigureAwait(false);
        }
    }
}
