using Multiprocessing.Code;
using Multiprocessing.Dispatch;
using Multiprocessing.Insight;
using Multiprocessing.Links;
using Multiprocessing.Values;

namespace Multiprocessing;

/// <summary>
/// A pool of worker processes that run your functions, as <c>multiprocessing.Pool</c> does in Python.
/// </summary>
/// <remarks>
/// <para>
/// Functions may be lambdas, local functions, methods, and functions defined in notebook cells. What they capture, the items
/// and the results travel by value. Static fields do not travel: each worker has its own, set by their initialisers.
/// A worker has the environment variables that this process has when it starts, and the culture and working directory of the
/// caller at each call.
/// </para>
/// <para>
/// All members may be called from several threads at once; calls share the workers in the order in which they were made.
/// Workers that have nothing to do for five minutes end, and start again when there is a call.
/// When this process ends, however it ends, its workers end.
/// </para>
/// </remarks>
public sealed partial class ProcessPool : IDisposable, IAsyncDisposable, IStaysHome
{
    private static readonly TimeSpan s_idleTimeout = TimeSpan.FromMinutes(5);

    private static int s_count;

    private readonly Dispatcher _dispatcher;

    /// <summary>Makes a pool. Returns at once: the workers start in parallel in the background.</summary>
    /// <param name="workers">The number of worker processes; null for the number of cores this process may use (limits of containers count).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="workers"/> is less than 1.</exception>
    public ProcessPool(int? workers = null)
        : this(Checked(workers), NewName()) { }

    private ProcessPool(int workers, string name)
        : this(
            workers,
            (events, number) => new ProcessLink(events, CodeBook.Shared, WorkerOf(name, number)),
            s_idleTimeout,
            PoolInsight.Of(name, options: null)
        ) { }

    internal ProcessPool(
        int workers,
        Func<ILinkEvents, int, IWorkerLink> newLink,
        TimeSpan idleTimeout,
        PoolInsight insight
    )
    {
        ParentExit.Watch();
        Pools.MakeRoomFor(workers);
        _dispatcher = new Dispatcher(workers, newLink, idleTimeout, insight);
        Pools.Add(_dispatcher);
    }

    /// <summary>The number of workers.</summary>
    public int WorkerCount => _dispatcher.WorkerCount;

    string IStaysHome.Remedy =>
        "A pool stays in the process that made it: make one inside the function instead.";

    /// <summary>
    /// A pool that runs the same calls in this process, on threads of its own, so that breakpoints are hit and steps can be
    /// followed. Values are copied as for a worker process. What ends or changes a process, such as
    /// <see cref="Environment.Exit(int)"/>, ends or changes this one, and a function that does not stop cannot be stopped.
    /// </summary>
    /// <param name="workers">How many items may run at the same time.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="workers"/> is less than 1.</exception>
    public static ProcessPool InProcess(int workers = 1)
    {
        string name = NewName();
        return new ProcessPool(
            Checked(workers),
            (events, number) => new LoopbackLink(events, WorkerOf(name, number)),
            s_idleTimeout,
            PoolInsight.Of(name, options: null)
        );
    }

    /// <summary>Takes no more calls; the workers end when those that were made are done. Returns at once.</summary>
    public void Close() => _dispatcher.Close();

    /// <summary>Ends the workers at once. Calls that are not done fail with <see cref="ObjectDisposedException"/>.</summary>
    public void Terminate() => _dispatcher.Terminate();

    /// <summary>Waits until the workers have ended.</summary>
    /// <exception cref="InvalidOperationException">Neither <see cref="Close"/> nor <see cref="Terminate"/> was called before.</exception>
    public void Join()
    {
        if (!_dispatcher.IsClosed)
        {
            throw new InvalidOperationException(
                "The pool is still open and would never end: call Close() or Terminate() before Join()."
            );
        }

        _dispatcher.Empty.GetAwaiter().GetResult();
    }

    /// <summary>
    /// Terminates the pool and waits until its workers have ended, as leaving a <c>with</c> block does in Python: calls that
    /// are not done fail. To let them finish, call <see cref="Close"/> and <see cref="Join"/> first.
    /// </summary>
    public void Dispose()
    {
        Terminate();
        _dispatcher.Empty.GetAwaiter().GetResult();
        Pools.Remove(_dispatcher);
    }

    /// <inheritdoc cref="Dispose"/>
    public async ValueTask DisposeAsync()
    {
        Terminate();
        await _dispatcher.Empty.ConfigureAwait(false);
        Pools.Remove(_dispatcher);
    }

    private static string NewName() => $"ProcessPool-{Interlocked.Increment(ref s_count)}";

    private static WorkerSetup WorkerOf(string pool, int number) =>
        new($"{pool}-Worker-{number}")
        {
            PoolName = pool,
            Number = number,
            Daemon = true,
        };

    private static int Checked(int? workers)
    {
        int count = workers ?? Environment.ProcessorCount;
        return count >= 1
            ? count
            : throw new ArgumentOutOfRangeException(
                nameof(workers),
                count,
                "A pool needs at least 1 worker."
            );
    }
}
