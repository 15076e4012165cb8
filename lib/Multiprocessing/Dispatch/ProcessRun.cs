using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Code;
using Multiprocessing.Insight;
using Multiprocessing.Links;
using Multiprocessing.Parcels;

namespace Multiprocessing.Dispatch;

/// <summary>One start of a <see cref="WorkerProcess"/>: a worker that gets one parcel, runs it and shuts down.</summary>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "The timer is disposed when the worker is up or has ended."
)]
internal sealed class ProcessRun : ILinkEvents
{
    private const int Failed = 1;
    private const int Call = 1;

    private static readonly HashSet<ProcessRun> s_running = [];

    private readonly TaskCompletionSource<int> _ended = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly TaskCompletionSource<int> _exited = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly List<CancellationTokenRegistration> _registrations = [];
    private readonly Parcel _parcel;
    private readonly WorkerSetup _setup;
    private Timer? _startWatch;
    private volatile bool _isUp;
    private bool _failed;

    private ProcessRun(Parcel parcel, WorkerSetup setup)
    {
        _parcel = parcel;
        _setup = setup;
        Link = new ProcessLink(this, setup)
        {
            OutputContext = ExecutionContext.Capture(),
            Luggage = parcel.Tokens.Luggage,
        };
    }

    public ProcessLink Link { get; }

    /// <inheritdoc/>
    public CodeBook Code => _parcel.Code;

    public int Id => Link.ProcessId;

    /// <summary>
    /// Completes with the exit code, when all that the process printed has been shown; not for who shows it just now, and would
    /// wait for himself. Never fails.
    /// </summary>
    public Task<int> Exited => CallbackQueue.IsInside ? _ended.Task : _exited.Task;

    /// <summary>Whether this process, as it ends, has others to end or to wait for.</summary>
    public static bool IsAnyRunning => Snapshot().Length > 0;

    public static ProcessRun Start(Parcel parcel, WorkerSetup setup)
    {
        ParentExit.Watch();
        var run = new ProcessRun(parcel, setup);
        lock (s_running)
        {
            s_running.Add(run);
        }

        try
        {
            run.Link.StartNow();
            run.WatchStart();
        }
        catch
        {
            run.Link.Kill(); // the wait for it may have been interrupted while it came up
            run.Forget();
            throw;
        }

        return run;
    }

    /// <summary>Ends the daemons and waits for all others, as their parent ends.</summary>
    public static void JoinAll()
    {
        foreach (ProcessRun run in Snapshot())
        {
            if (run._setup.Daemon)
            {
                run.Link.Kill();
            }
        }

        foreach (ProcessRun run in Snapshot())
        {
            run.Exited.GetAwaiter().GetResult();
        }
    }

    /// <summary>Ends all that run, as their parent is told to end.</summary>
    public static void KillAll()
    {
        foreach (ProcessRun run in Snapshot())
        {
            run.Link.Kill();
        }
    }

    /// <inheritdoc/>
    public void Received(IWorkerLink link, Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Ready:
                _isUp = true;
                Interlocked.MemoryBarrier(); // the watch is looked at after that, as whoever makes it looks at that after it
                _startWatch?.Dispose();
                link.Send(Frame.Of(_parcel, Call));
                _parcel.Tokens.Watch(
                    (number, token) =>
                        _registrations.Add(token.UnsafeRegister(_ => Cancel(link, number), null))
                );
                link.Send(new Frame(FrameKind.Chunk, Call, 0, ChunkHeader.Alone()));
                link.Send(new Frame(FrameKind.Shutdown));
                break;
            case FrameKind.Failed:
                // The target's own exceptions are printed in the worker: this one kept it from running at all.
                _failed = true;
                Exception error = Failure.Unpack(frame.Payload, Code, _parcel.Tokens.Returned);
                Link.Say(() => $"{_setup.Name}: {error}{Environment.NewLine}");
                break;
        }
    }

    /// <inheritdoc/>
    public void TurnedAway(IWorkerLink link, string strangers) =>
        Link.Say(() => $"Multiprocessing: {_setup.Name} refused {strangers}.{Environment.NewLine}");

    /// <inheritdoc/>
    public void Died(IWorkerLink link, WorkerExit exit)
    {
        foreach (CancellationTokenRegistration registration in _registrations)
        {
            registration.Unregister();
        }

        int code = _failed && exit.Code == 0 ? Failed : exit.Code;
        _ended.SetResult(code);
        Interlocked.MemoryBarrier();
        _startWatch?.Dispose();
        _ = ExitWhenShown(link.OutputShown, code);
    }

    private bool IsStarting => !_isUp && !_ended.Task.IsCompleted;

    private void WatchStart()
    {
        var watch = new Timer(
            _ => EndLateStart(),
            null,
            _setup.Options.StartTimeout,
            Timeout.InfiniteTimeSpan
        );
        Interlocked.Exchange(ref _startWatch, watch); // before the look: who comes up meanwhile finds it, or is found
        if (!IsStarting)
        {
            watch.Dispose();
        }
    }

    private void EndLateStart()
    {
        if (IsStarting)
        {
            Link.Say(() =>
                $"{_setup.Name}: the start of process {Id} took longer than {_setup.Options.StartTimeout.TotalSeconds:0.###} s: it had not reported to this one, and was ended.{Environment.NewLine}"
            );
            Link.Kill();
        }
    }

    private async Task ExitWhenShown(Task shown, int code)
    {
        await shown.ConfigureAwait(false);
        Forget();
        _exited.SetResult(code);
    }

    // Not on the thread that cancels: a worker that has stopped reading would keep it waiting.
    private static void Cancel(IWorkerLink link, int token) =>
        ThreadPool.UnsafeQueueUserWorkItem(
            _ => link.Send(new Frame(FrameKind.Cancel, Call, token)),
            null
        );

    private void Forget()
    {
        lock (s_running)
        {
            s_running.Remove(this);
        }
    }

    private static ProcessRun[] Snapshot()
    {
        lock (s_running)
        {
            return [.. s_running];
        }
    }
}
