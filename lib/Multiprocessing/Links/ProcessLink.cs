using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Multiprocessing.Code;
using Multiprocessing.Parcels;
using Multiprocessing.Platform;
using Multiprocessing.Sharing;

namespace Multiprocessing.Links;

/// <summary>
/// A worker that is a process of this machine. One thread starts it, waits for it to connect and then reads its frames;
/// another hands on its output.
/// </summary>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "The timer and the room are given back when the worker has ended."
)]
internal sealed partial class ProcessLink(ILinkEvents events, ICodeSource code, WorkerSetup setup)
    : IWorkerLink
{
    private const int StackSize = 512 * 1024;

    // Guards the process against signals after its end, when its number may be another's.
    private readonly Lock _gate = new();
    private WorkerRoom? _room;
    private ProgressCell? _progress;
    private Process? _process;
    private volatile LocalEndpoint? _endpoint; // where it is waited for
    private OutputPump? _output;
    private RuntimeFiles? _runtimeFiles;
    private volatile FrameSocket? _frames;
    private volatile FramePump? _pump;
    private int _drained;
    private ExecutionContext? _outputContext;
    private int? _announcedExit;
    private Exception? _unhandled;
    private OutOfMemoryException? _outOfMemory;
    private Timer? _farewell;
    private bool _overdue;
    private long _lastProgress;
    private bool _killed;
    private bool _ended;
    private int _holders = 2;

    /// <inheritdoc/>
    public int ProcessId { get; private set; }

    /// <inheritdoc/>
    public Luggage? Luggage { private get; set; }

    /// <inheritdoc/>
    public long Progress
    {
        get
        {
            lock (_gate)
            {
                return _ended ? _lastProgress : _progress?.Value ?? 0;
            }
        }
    }

    /// <inheritdoc/>
    public ExecutionContext? OutputContext
    {
        set
        {
            _outputContext = value;
            if (_output is { } output)
            {
                output.Context = value;
            }
        }
    }

    /// <inheritdoc/>
    public string Name => setup.Name;

    /// <inheritdoc/>
    public long PrivateMemory
    {
        get
        {
            lock (_gate)
            {
                return _ended || _process is null ? 0 : Platform.PrivateMemory.Of(_process);
            }
        }
    }

    /// <inheritdoc/>
    public void Send(Deque<Frame> frames) => _frames?.TryWrite(frames);

    /// <inheritdoc/>
    public void Send(in Frame frame) => _frames?.TryWrite(frame);

    /// <inheritdoc/>
    public void ReadUntil(Func<bool> done) => _pump?.TryReadUntil(done);

    /// <inheritdoc/>
    public void ReadSoon() => _pump?.ReadSoon();

    /// <inheritdoc/>
    public void Kill()
    {
        Signal(process => process.Kill());
        _endpoint?.GiveUp();
        ReadSoon();
    }

    /// <summary>Asks the worker to end (SIGTERM).</summary>
    public void Terminate() => Signal(Signals.Terminate);

    private void Signal(Action<Process> signal)
    {
        lock (_gate)
        {
            _killed = true;
            if (!_ended && _process is { HasExited: false } process)
            {
                signal(process);
            }
        }
    }

    private void Serve(LocalEndpoint endpoint)
    {
        LocalSocket? socket = null;
        Exception? refused = null;
        using (endpoint)
        {
            try
            {
                List<string> reasons = [];
                socket = endpoint.Accept(() => _process!.HasExited, reasons.Add);
                if (socket is not null)
                {
                    // Only now: a worker that was killed as it connected looks like a stranger, but is none.
                    reasons.ForEach(reason =>
                        Refuse($"refused a connection to {endpoint.Address}: {reason}")
                    );
                }
            }
            catch (SocketException e)
            {
                refused = SystemLimits.Explain(e);
            }
        }

        refused ??= socket is null ? null : Schedule();
        if (socket is not null && refused is null)
        {
            using var frames = new FrameSocket(socket);
            _frames = frames;
            _pump = new FramePump(frames, Handle);
            ReadFrames(_pump);
        }

        if (refused is not null)
        {
            Kill();
        }

        WorkerExit exit = End(connected: socket is not null);
        exit = refused is null ? exit : exit with { StartError = refused };
        Luggage?.AttachTo(this); // it may have ended before it read what it was given
        Routes.Ended(this, exit.Code);
        events.Died(this, exit);
    }

    /// <summary>Sets what the system must be told about the process; says what it refused.</summary>
    private Exception? Schedule()
    {
        try
        {
            Scheduling.Apply(_process!, setup.Options.CpuAffinity, setup.Options.Priority);
            return null;
        }
        catch (Exception e) when (e is Win32Exception or IOException or InvalidOperationException)
        {
            return e;
        }
    }

    private void ReadFrames(FramePump pump)
    {
        try
        {
            pump.Keep();
        }
        catch (OutOfMemoryException e)
        {
            _outOfMemory = new InsufficientMemoryException(
                $"This process has too little memory to take in what its worker process {ProcessId} sends; the worker was ended.",
                e
            );
            Kill();
        }
        catch (Exception e)
        {
            // Whatever a worker sends, say because native code there overwrote its memory, must not end this process.
            Refuse($"worker {ProcessId} sent nonsense and is ended. {e.Message}");
        }
    }

    /// <summary>Takes a frame in; true for one that a caller may be waiting for.</summary>
    private bool Handle(Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Need:
                Frame answer = CodeRequest.Answer(frame, code);
                _frames!.TryWrite(answer);
                events.SentCode(answer.Length);
                return false;
            case FrameKind.Goodbye:
                _announcedExit = frame.Number;
                if (frame.Call == Frame.Alone)
                {
                    _farewell ??= new Timer(_ => EndOverdue());
                    _farewell.Change(s_farewellPatience, Timeout.InfiniteTimeSpan);
                }

                return false;
            case FrameKind.Unhandled:
                _unhandled = Failure.Unpack(frame.Payload, CodeBook.Shared, context: null);
                return false;
            case FrameKind.Ask or FrameKind.GiveUp or FrameKind.Left:
                Home.Current.Forward(frame, this);
                return false;
            case FrameKind.Result or FrameKind.Failed or FrameKind.Stopped or FrameKind.TooLarge:
                frame = frame.Kind == FrameKind.TooLarge ? FailureOf(frame) : frame;
                DrainOutput();
                Luggage = null; // it has read what it was sent, and said so itself
                break;
        }

        events.Received(this, frame);
        return frame.Kind is FrameKind.Result or FrameKind.Failed or FrameKind.Stopped;
    }

    /// <summary>What a call fails with whose result does not fit into memory: this process's fault, not the worker's.</summary>
    private Frame FailureOf(in Frame tooLarge)
    {
        const double Megabyte = 1024 * 1024;
        double length = BitConverter.ToInt32(tooLarge.Payload.Span) / Megabyte;
        var error = new InsufficientMemoryException(
            $"A result of {length:F0} MB from worker process {ProcessId} does not fit into the memory that this process may have. "
                + "Let functions return less, or fewer items at a time (MapOptions.ChunkSize), or put what is large into a SharedArray or a file."
        );
        byte[] packed = Failure.Pack(
            error,
            ItemProgress.Whole,
            CodeBook.Shared,
            context: null,
            ProcessId
        );
        return new Frame(FrameKind.Failed, tooLarge.Call, tooLarge.Number, packed);
    }

    /// <summary>What an item printed is shown before its result is. Results that came together are preceded by what was printed then.</summary>
    private void DrainOutput()
    {
        if (_drained != _frames!.Arrivals)
        {
            _drained = _frames.Arrivals;
            _output!.Drain();
        }
    }

    private void Refuse(string reason)
    {
        OutputPump.Write(isError: true, $"Multiprocessing: {reason}{Environment.NewLine}");
        events.Refused(this, reason);
    }
}
