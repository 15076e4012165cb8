using Multiprocessing.Code;
using Multiprocessing.Links;
using Multiprocessing.Parcels;

namespace Multiprocessing.Dispatch;

/// <summary>One start of a <see cref="WorkerProcess"/>: a worker that gets one parcel, runs it and shuts down.</summary>
internal sealed class ProcessRun : ILinkEvents
{
    private const int Failed = 1;
    private const int Call = 1;

    private static readonly HashSet<ProcessRun> s_running = [];

    private readonly TaskCompletionSource<int> _exited = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly List<CancellationTokenRegistration> _registrations = [];
    private readonly Parcel _parcel;
    private readonly WorkerSetup _setup;
    private bool _failed;

    private ProcessRun(Parcel parcel, WorkerSetup setup)
    {
        _parcel = parcel;
        _setup = setup;
        Link = new ProcessLink(this, CodeBook.Shared, setup)
        {
            OutputContext = ExecutionContext.Capture(),
            Luggage = parcel.Tokens.Luggage,
        };
    }

    public ProcessLink Link { get; }

    public int Id => Link.ProcessId;

    /// <summary>Completes with the exit code; never fails.</summary>
    public Task<int> Exited => _exited.Task;

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
                link.Send(Frame.Of(_parcel, Call));
                _parcel.Tokens.Watch(
                    (number, token) =>
                        _registrations.Add(
                            token.UnsafeRegister(
                                _ => link.Send(new Frame(FrameKind.Cancel, Call, number)),
                                null
                            )
                        )
                );
                link.Send(new Frame(FrameKind.Chunk, Call, 0, ChunkHeader.Alone()));
                link.Send(new Frame(FrameKind.Shutdown));
                break;
            case FrameKind.Failed:
                // The target's own exceptions are printed in the worker: this one kept it from running at all.
                _failed = true;
                OutputPump.Write(
                    isError: true,
                    $"{_setup.Name}: {Failure.Unpack(frame.Payload, CodeBook.Shared, _parcel.Tokens.Returned)}{Environment.NewLine}"
                );
                break;
        }
    }

    /// <inheritdoc/>
    public void TurnedAway(IWorkerLink link, string strangers) =>
        OutputPump.Write(
            isError: true,
            $"Multiprocessing: {_setup.Name} refused {strangers}.{Environment.NewLine}"
        );

    /// <inheritdoc/>
    public void Died(IWorkerLink link, WorkerExit exit)
    {
        foreach (CancellationTokenRegistration registration in _registrations)
        {
            registration.Unregister();
        }

        Forget();
        _exited.SetResult(_failed && exit.Code == 0 ? Failed : exit.Code);
    }

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
