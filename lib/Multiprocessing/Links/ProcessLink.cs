using System.Diagnostics;
using System.Net.Sockets;
using Multiprocessing.Code;
using Multiprocessing.Platform;

namespace Multiprocessing.Links;

/// <summary>
/// A worker that is a process of this machine. One thread starts it, waits for it to connect and then reads its frames;
/// another hands on its output.
/// </summary>
internal sealed class ProcessLink(ILinkEvents events, ICodeSource code, WorkerSetup setup)
    : IWorkerLink
{
    private const int StackSize = 512 * 1024;
    private static readonly TimeSpan s_exitPatience = TimeSpan.FromSeconds(1);

    // Guards the process against signals after its end, when its number may be another's.
    private readonly Lock _gate = new();
    private ProgressCell? _progress;
    private Process? _process;
    private OutputPump? _output;
    private volatile FrameSocket? _frames;
    private ExecutionContext? _outputContext;
    private int? _announcedExit;
    private long _lastProgress;
    private bool _killed;
    private bool _ended;
    private int _holders = 2;

    /// <inheritdoc/>
    public int ProcessId { get; private set; }

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
    public void Start() =>
        StartThread(
            "worker link",
            () =>
            {
                LocalEndpoint? endpoint = null;
                try
                {
                    endpoint = Launch();
                }
                catch (Exception e)
                {
                    events.Died(this, new WorkerExit(-1, e));
                    return;
                }

                Serve(endpoint);
            }
        );

    /// <summary>Like <see cref="Start"/>, but returns when the process runs and has a number.</summary>
    /// <exception cref="Exception">The process could not be started; no event follows.</exception>
    public void StartNow()
    {
        LocalEndpoint endpoint = Launch();
        StartThread("worker link", () => Serve(endpoint));
    }

    /// <inheritdoc/>
    public void Send(in Frame frame) => _frames?.TryWrite(frame);

    /// <inheritdoc/>
    public void Kill() => Signal(process => process.Kill());

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

    private LocalEndpoint Launch()
    {
        var endpoint = new LocalEndpoint();
        Process? process = null;
        try
        {
            _progress = ProgressCell.Create();
            process = WorkerLauncher.Start();
            ProcessId = process.Id;
            _output = new OutputPump(process) { Context = _outputContext };
            using (Stream input = process.StandardInput.BaseStream)
            {
                new WorkerGreeting(
                    endpoint.Address,
                    endpoint.Secret,
                    _progress.Path,
                    setup.Identity(process.Id)
                ).Write(input);
            }

            lock (_gate)
            {
                _process = process;
                if (_killed)
                {
                    process.Kill(); // was told to end before there was a process
                }
            }

            OutputPump output = _output;
            StartThread(
                "worker output",
                () =>
                {
                    output.Run();
                    LetGo();
                }
            );
            return endpoint;
        }
        catch
        {
            process?.Kill();
            process?.Dispose();
            endpoint.Dispose();
            _progress?.Dispose();
            throw;
        }
    }

    private void Serve(LocalEndpoint endpoint)
    {
        Socket? socket;
        using (endpoint)
        {
            socket = endpoint.Accept(
                () => _process!.HasExited,
                reason => events.Refused(this, reason)
            );
        }

        if (socket is not null)
        {
            using var frames = new FrameSocket(socket);
            _frames = frames;
            ReadFrames(frames);
        }

        events.Died(this, End(connected: socket is not null));
    }

    private void ReadFrames(FrameSocket frames)
    {
        try
        {
            while (frames.Read() is { } frame)
            {
                switch (frame.Kind)
                {
                    case FrameKind.Need:
                        frames.TryWrite(CodeRequest.Answer(frame, code));
                        continue;
                    case FrameKind.Goodbye:
                        _announcedExit = frame.Number;
                        continue;
                    case FrameKind.Result or FrameKind.Failed or FrameKind.Stopped:
                        _output!.Drain(); // what an item printed is shown before its result is
                        break;
                }

                events.Received(this, frame);
            }
        }
        catch (InvalidDataException e)
        {
            events.Refused(this, e.Message);
            Console.Error.WriteLine(
                $"Multiprocessing: worker {ProcessId} sent nonsense and is ended. {e.Message}"
            );
        }
    }

    /// <summary>Sees the process to its end, since a worker without a connection is of no use, and reads how it ended.</summary>
    private WorkerExit End(bool connected)
    {
        Process process = _process!;
        if (!process.WaitForExit(s_exitPatience))
        {
            Kill();
            process.WaitForExit();
        }

        int code;
        lock (_gate)
        {
            _lastProgress = _progress!.Value;
            _ended = true;
            code = Signals.ExitCode(process.ExitCode, _announcedExit);
        }

        _output!.Drain();
        _progress!.Dispose();
        LetGo();
        Exception? startError = connected
            ? null
            : new InvalidOperationException(
                $"The worker process {ProcessId} ended with exit code {code} before it was ready."
            );
        return new WorkerExit(code, startError);
    }

    /// <summary>Gives the process's handles back when it has ended and its output too, whichever comes last.</summary>
    private void LetGo()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            _process!.StandardOutput.Dispose();
            _process.StandardError.Dispose();
            _process.Dispose();
        }
    }

    private static void StartThread(string name, ThreadStart run) =>
        new Thread(run, StackSize) { IsBackground = true, Name = name }.Start();
}
