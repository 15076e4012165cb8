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
internal sealed partial class ProcessLink(ILinkEvents events, WorkerSetup setup) : IWorkerLink
{
    private const int StackSize = 512 * 1024;

    // Guards the process against signals after its end, when its number may be another's.
    private readonly Lock _gate = new();
    private WorkerRoom? _room;
    private ProgressCell? _progress;
    private LaunchedWorker? _launched;
    private Process? _process;
    private volatile LocalEndpoint? _endpoint; // where it is waited for
    private OutputPump? _output;
    private RuntimeFiles? _runtimeFiles;
    private volatile FrameSocket? _frames;
    private volatile FramePump? _pump;
    private int _drained;
    private volatile Task _outputShown = Task.CompletedTask;
    private long _code; // grows while the worker waits for code
    private int _answering; // how many questions for code
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
    public long Activity
    {
        get
        {
            lock (_gate)
            {
                long worked = _ended || _process is null ? 0 : ProcessorTime.Of(_process);
                return worked
                    + (_frames?.SentBytes ?? 0)
                    + (Volatile.Read(ref _answering) > 0 ? ++_code : _code);
            }
        }
    }

    /// <inheritdoc/>
    public Task OutputShown => _outputShown;

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

    /// <summary>Shows text on standard error, behind what the worker has printed.</summary>
    /// <param name="text">Makes the text, where it may call the user's code.</param>
    public void Say(Func<string> text) => _output!.Say(text);

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
        int strangers = 0;
        string? first = null;
        using (endpoint)
        {
            try
            {
                socket = endpoint.Accept(
                    () => _process!.HasExited,
                    reason =>
                    {
                        strangers++;
                        first ??= reason;
                    }
                );
            }
            catch (SocketException e)
            {
                refused = SystemLimits.Explain(e);
            }
        }

        // Only when it is there: a worker that was killed as it connected looks like a stranger, but is none.
        if (socket is not null && first is not null)
        {
            events.TurnedAway(
                this,
                strangers == 1
                    ? $"a connection to {endpoint.Address}, because {first}"
                    : $"{strangers} connections to {endpoint.Address}, the first because {first}"
            );
        }

        refused ??= socket is null ? null : Schedule();
        if (socket is not null && refused is null)
        {
            WorkerRoom.IsUp();
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

    private void Refuse(string reason)
    {
        Say(() => $"Multiprocessing: {reason}{Environment.NewLine}");
        events.Refused(this, reason);
    }
}
