using Multiprocessing.Code;
using Multiprocessing.Dispatch;
using Multiprocessing.Links;
using Multiprocessing.Platform;
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
/// Workers that have nothing to do for <see cref="PoolOptions.IdleTimeout"/> end, and start again when there is a call.
/// When this process ends, however it ends, its workers end.
/// </para>
/// </remarks>
public sealed partial class ProcessPool : IDisposable, IAsyncDisposable, IStaysHome
{
    private static int s_count;

    private static readonly Lazy<ProcessPool> s_shared = new(() =>
        new ProcessPool(new PoolOptions { Name = "ProcessPool.Shared" }) { IsShared = true }
    );

    private readonly Dispatcher _dispatcher;

    /// <summary>
    /// Makes a pool. Returns at once: one worker comes up in the background, the others when there is something for them to do.
    /// </summary>
    /// <param name="workers">The number of worker processes; null for the number of cores this process may use (limits of containers count).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="workers"/> is less than 1.</exception>
    /// <exception cref="InvalidOperationException">This process may not open enough files to start even one worker.</exception>
    public ProcessPool(int? workers = null)
        : this(new PoolOptions { Workers = workers }) { }

    /// <summary>
    /// Makes a pool. Returns at once: one worker comes up in the background, the others when there is something for them to do.
    /// </summary>
    /// <param name="options">How the pool and its workers are.</param>
    /// <exception cref="ArgumentException">An option makes no sense; the message says which.</exception>
    /// <exception cref="NotSerializableException">Something that the initializer captures cannot travel.</exception>
    /// <exception cref="PlatformNotSupportedException">
    /// This operating system cannot bind processes to cores; or the program cannot have workers, say because it was compiled by
    /// native AOT.
    /// </exception>
    /// <exception cref="InvalidOperationException">This process may not open enough files to start even one worker.</exception>
    public ProcessPool(PoolOptions options)
        : this(ForProcesses(options), (events, setup) => new ProcessLink(events, setup)) { }

    internal ProcessPool(PoolOptions options, Func<ILinkEvents, WorkerSetup, IWorkerLink> newLink)
    {
        Name = options.Name!;
        int workers = options.Workers!.Value;
        Pools.MakeRoomFor(workers);
        _dispatcher = new Dispatcher(
            workers,
            (events, number) => newLink(events, WorkerSetup.OfPool(options, number)),
            options
        );
        Pools.Add(_dispatcher);
        ParentExit.Watch(); // after the start, for the workers come up meanwhile
    }

    /// <summary>
    /// A pool for everybody: made on first use with the default options, and the same one for every later call and notebook cell.
    /// Its workers go when they have had nothing to do for five minutes, and come back with the next call.
    /// </summary>
    /// <remarks>It cannot be closed or terminated, since others may be using it; disposing it does nothing.</remarks>
    public static ProcessPool Shared => s_shared.Value;

    /// <summary>A name for people, shown in errors, logs and measurements.</summary>
    public string Name { get; }

    /// <summary>The number of workers.</summary>
    public int WorkerCount => _dispatcher.WorkerCount;

    /// <summary>The workers there are just now; a worker that has not been started yet, or was let go, is missing.</summary>
    public IReadOnlyList<PoolWorker> Workers => _dispatcher.DescribeWorkers();

    string IStaysHome.Remedy =>
        "A pool stays in the process that made it: make one inside the function instead.";

    private bool IsShared { get; init; }

    /// <summary>
    /// A pool that runs the same calls in this process, on threads of its own, so that breakpoints are hit and steps can be
    /// followed. Values are copied as for a worker process. What ends or changes a process, such as
    /// <see cref="Environment.Exit(int)"/>, ends or changes this one, and a function that does not stop cannot be stopped.
    /// </summary>
    /// <param name="workers">How many items may run at the same time.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="workers"/> is less than 1.</exception>
    public static ProcessPool InProcess(int workers = 1) =>
        InProcess(new PoolOptions { Workers = workers });

    /// <inheritdoc cref="InProcess(int)"/>
    /// <param name="options">How the pool is; what concerns processes, such as their environment or memory, has no effect.</param>
    /// <exception cref="ArgumentException">An option makes no sense; the message says which.</exception>
    public static ProcessPool InProcess(PoolOptions options) =>
        new(Named(options), (events, setup) => new LoopbackLink(events, setup));

    /// <summary>Takes no more calls; the workers end when those that were made are done. Returns at once.</summary>
    /// <exception cref="InvalidOperationException">It is <see cref="Shared"/>.</exception>
    public void Close()
    {
        ThrowIfShared();
        _dispatcher.Close();
    }

    /// <summary>Ends the workers at once. Calls that are not done fail with <see cref="ObjectDisposedException"/>.</summary>
    /// <exception cref="InvalidOperationException">It is <see cref="Shared"/>.</exception>
    public void Terminate()
    {
        ThrowIfShared();
        _dispatcher.Terminate();
    }

    /// <summary>Waits until the workers have ended.</summary>
    /// <exception cref="InvalidOperationException">Neither <see cref="Close"/> nor <see cref="Terminate"/> was called before.</exception>
    public void Join()
    {
        ThrowIfShared();
        if (!_dispatcher.IsClosed)
        {
            throw new InvalidOperationException(
                "The pool is still open and would never end: call Close() or Terminate() before Join()."
            );
        }

        _dispatcher.Empty.GetAwaiter().GetResult();
        _dispatcher.Told().GetAwaiter().GetResult();
    }

    /// <summary>
    /// Terminates the pool and waits until its workers have ended, as leaving a <c>with</c> block does in Python: calls that
    /// are not done fail. To let them finish, call <see cref="Close"/> and <see cref="Join"/> first.
    /// </summary>
    public void Dispose()
    {
        if (IsShared)
        {
            return;
        }

        Terminate();
        _dispatcher.Empty.GetAwaiter().GetResult();
        _dispatcher.Told().GetAwaiter().GetResult();
        Pools.Remove(_dispatcher);
    }

    /// <inheritdoc cref="Dispose"/>
    public async ValueTask DisposeAsync()
    {
        if (IsShared)
        {
            return;
        }

        Terminate();
        await _dispatcher.Empty.ConfigureAwait(false);
        await _dispatcher.Told().ConfigureAwait(false);
        Pools.Remove(_dispatcher);
    }

    /// <summary>First of all it is looked whether workers can be started: what is loaded for them may take the last descriptors.</summary>
    private static PoolOptions ForProcesses(PoolOptions options)
    {
        WorkerRoom.Demand();
        ArgumentNullException.ThrowIfNull(options);
        WorkerLauncher.Check();
        return Named(options);
    }

    private static PoolOptions Named(PoolOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        PoolOptions sound = options.Checked();
        return sound with
        {
            Name = sound.Name ?? $"ProcessPool-{Interlocked.Increment(ref s_count)}",
            Workers = sound.Workers ?? Environment.ProcessorCount,
        };
    }

    private void ThrowIfShared()
    {
        if (IsShared)
        {
            throw new InvalidOperationException(
                "ProcessPool.Shared belongs to the whole program and cannot be closed, terminated or joined. Make a pool of your own, or cancel the call."
            );
        }
    }
}
