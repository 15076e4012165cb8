using System.Runtime.CompilerServices;
using Multiprocessing.Code;
using Multiprocessing.Dispatch;
using Multiprocessing.Links;
using Multiprocessing.Parcels;
using Multiprocessing.Platform;
using Multiprocessing.Values;
using Multiprocessing.Workers;

namespace Multiprocessing;

/// <summary>
/// A process of its own that runs one function, as <c>multiprocessing.Process</c> does in Python.
/// </summary>
/// <remarks>
/// <para>
/// The function travels with what it captures, by value. What it prints appears in this process as it is printed, whole lines
/// at a time. What it throws is printed on standard error with its stack trace, and the process ends with exit code 1.
/// Exit handlers that the function registers have five seconds; then the process is ended, unless it waits for processes that
/// it started itself.
/// </para>
/// <para>
/// When this process ends in an orderly way it first ends its daemons and waits for its other worker processes; when it is
/// killed, all end too. A worker process may start others and make pools: they end with it in the same way.
/// </para>
/// </remarks>
public sealed partial class WorkerProcess : IDisposable, IAsyncDisposable, IStaysHome
{
    private static int s_count;

    private readonly Delegate _function;
    private readonly Func<bool> _target;
    private readonly Lock _gate = new();
    private ProcessRun? _run;
    private bool _daemon;
    private bool _keepChildren;
    private bool _disposed;

    /// <summary>Prepares a process; <see cref="Start"/> starts it.</summary>
    /// <param name="target">What it does.</param>
    /// <param name="name">A name for people; null for "WorkerProcess-1", "WorkerProcess-2" and so on.</param>
    public WorkerProcess(Action target, string? name = null)
        : this(target, target is null ? null : Awaited.Function(target), name) { }

    /// <inheritdoc cref="WorkerProcess(Action,string?)"/>
    /// <param name="target">What it does, awaited in the worker.</param>
    /// <param name="name">A name for people; null for "WorkerProcess-1", "WorkerProcess-2" and so on.</param>
    [OverloadResolutionPriority(1)]
    public WorkerProcess(Func<Task> target, string? name = null)
        : this(target, target is null ? null : Awaited.Function(target), name) { }

    private WorkerProcess(Delegate? function, Func<bool>? target, string? name)
    {
        ArgumentNullException.ThrowIfNull(function, nameof(target));
        WorkerSetup.CheckName(name, nameof(name));
        _function = function;
        _target = target!;
        Name = name ?? NextName();
    }

    /// <summary>
    /// Who the running code's own worker is: set in the processes of <see cref="WorkerProcess"/> and <see cref="ProcessPool"/>,
    /// and in functions of a <see cref="ProcessPool.InProcess(int)"/> pool; null in a program that is no worker.
    /// </summary>
    public static WorkerIdentity? Current => CurrentWorker.Value?.Identity;

    /// <summary>A name for people. It has no other meaning.</summary>
    public string Name { get; }

    /// <summary>
    /// True for a process that is ended (SIGKILL), not waited for, when this process ends in an orderly way; false at first.
    /// <c>new WorkerProcess(Watch) { Daemon = true }</c> makes one.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is set after the start.</exception>
    public bool Daemon
    {
        get => _daemon;
        set => SetUp(ref _daemon, value, nameof(Daemon));
    }

    /// <summary>
    /// What the process starts (<see cref="System.Diagnostics.Process.Start()"/>) outlives it; false at first: then it ends with
    /// it. As <see cref="PoolOptions.KeepChildren"/> of a pool.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is set after the start.</exception>
    public bool KeepChildren
    {
        get => _keepChildren;
        set => SetUp(ref _keepChildren, value, nameof(KeepChildren));
    }

    /// <summary>The number of the process, which the operating system knows it by.</summary>
    /// <exception cref="InvalidOperationException">It has not been started.</exception>
    public int Id => Started.Id;

    /// <summary>True from <see cref="Start"/> until the process has ended.</summary>
    public bool IsAlive => _run is { } run && !run.Exited.IsCompleted;

    /// <summary>
    /// Null before the start and while the process runs, then its exit code: 0 when the function returned, 1 when it threw,
    /// minus the signal's number when a signal ended it (-9 after <see cref="Kill"/>, -15 after <see cref="Terminate"/>). Windows
    /// has no signals: there it is -1 after either, and the system's error number after a crash.
    /// </summary>
    public int? ExitCode => _run is { Exited: { IsCompleted: true } exited } ? exited.Result : null;

    string IStaysHome.Remedy =>
        "A process object stays in the process that made it: make one inside the function instead.";

    private ProcessRun Started =>
        _run
        ?? throw new InvalidOperationException(
            $"The process '{Name}' has not been started: call Start() first."
        );

    /// <summary>Starts the process. Returns when it exists and has its number, before the function runs.</summary>
    /// <exception cref="NotSerializableException">Something that the function captures cannot travel.</exception>
    /// <exception cref="InvalidOperationException">
    /// It has been started before: a process runs once. Or a limit of the system leaves no room for a worker.
    /// </exception>
    /// <exception cref="PlatformNotSupportedException">This program cannot have workers: the message says why.</exception>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    public void Start()
    {
        ThrowIfNotNew();
        WorkerLauncher.Check(); // here: it may end this process, which waits for the threads that run workers
        Parcel parcel = Parcel.Pack(new CodeBook(), new ProcessWork(_target, Name), _function);
        lock (_gate)
        {
            ThrowIfNotNew();
            WorkerRoom.Demand();
            _run = ProcessRun.Start(
                parcel,
                new WorkerSetup(Name)
                {
                    Daemon = _daemon,
                    Options = new PoolOptions { KeepChildren = _keepChildren },
                }
            );
        }
    }

    /// <summary>Waits until the process has ended and all its output has appeared. Does not throw what the function threw.</summary>
    /// <exception cref="InvalidOperationException">It has not been started.</exception>
    public void Join() => Started.Exited.GetAwaiter().GetResult();

    /// <summary>Waits for at most that long.</summary>
    /// <returns>True when the process has ended, false when the time was up first.</returns>
    /// <exception cref="InvalidOperationException">It has not been started.</exception>
    public bool Join(TimeSpan timeout) => Started.Exited.Wait(timeout);

    /// <summary>Completes when the process has ended and all its output has appeared.</summary>
    /// <param name="cancellationToken">Ends the wait, not the process.</param>
    /// <exception cref="InvalidOperationException">It has not been started.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public Task JoinAsync(CancellationToken cancellationToken = default) =>
        Started.Exited.WaitAsync(cancellationToken);

    /// <summary>Completes when the process has ended and all its output has appeared, or the time is up.</summary>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellationToken">Ends the wait, not the process.</param>
    /// <returns>True when the process has ended, false when the time was up first.</returns>
    /// <inheritdoc cref="JoinAsync(CancellationToken)" path="/exception"/>
    public async Task<bool> JoinAsync(
        TimeSpan timeout,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            await Started.Exited.WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>
    /// Asks the process to end (SIGTERM). It ends without exit handlers and <c>finally</c> blocks, unless it listens by
    /// <see cref="System.Runtime.InteropServices.PosixSignalRegistration"/>, and may then tidy up or refuse. On Windows, which
    /// has no such request, the same as <see cref="Kill"/>. Does nothing when it has ended.
    /// </summary>
    /// <exception cref="InvalidOperationException">It has not been started.</exception>
    public void Terminate() => Started.Link.Terminate();

    /// <summary>Ends the process at once (SIGKILL). Does nothing when it has ended.</summary>
    /// <exception cref="InvalidOperationException">It has not been started.</exception>
    public void Kill() => Started.Link.Kill();

    /// <summary>Ends the process if it still runs, and waits until it has ended. To let it finish, call <see cref="Join()"/> first.</summary>
    public void Dispose()
    {
        if (Release() is { } run)
        {
            run.Exited.GetAwaiter().GetResult();
        }
    }

    /// <inheritdoc cref="Dispose"/>
    public async ValueTask DisposeAsync()
    {
        if (Release() is { } run)
        {
            await run.Exited.ConfigureAwait(false);
        }
    }

    private void ThrowIfNotNew()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_run is not null)
        {
            throw new InvalidOperationException(
                $"The process '{Name}' has been started before and runs only once: make a new one."
            );
        }
    }

    private static string NextName() => $"WorkerProcess-{Interlocked.Increment(ref s_count)}";

    private void SetUp(ref bool property, bool value, string name)
    {
        lock (_gate)
        {
            if (_run is not null)
            {
                throw new InvalidOperationException(
                    $"The process '{Name}' has been started: set {name} before Start()."
                );
            }

            property = value;
        }
    }

    private ProcessRun? Release()
    {
        lock (_gate)
        {
            _disposed = true;
            _run?.Link.Kill();
            return _run;
        }
    }
}
