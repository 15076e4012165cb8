using System.Diagnostics;
using StreamJsonRpc;

namespace Multiprocessing.Lab.Execution.Sessions;

/// <summary>A session in a process of its own: whatever a cell does to it, the front lives on and answers.</summary>
internal sealed class SessionProcess : ISession
{
    /// <summary>How long a session that ends may still talk, for example wait for the processes it started.</summary>
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_marks = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly SessionLink _link = new();
    private readonly RawOutput[] _raw;
    private readonly Task[] _reading;
    private readonly Task<JsonRpc> _calls;
    private readonly Action<SessionEvent> _happened;
    private readonly Lock _telling = new();
    private readonly TaskCompletionSource _ready = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private TaskCompletionSource<CellStatus>? _cell;
    private volatile int _latest;

    private SessionProcess(string folder, Action<SessionEvent> happened)
    {
        _happened = happened;
        var key = EndMark.NewKey();
        var start = DotNet.SameProgram("session", _link.Address, key);
        start.WorkingDirectory = folder;
        if (OperatingSystem.IsWindows())
            start.CreateNewProcessGroup = true; // a Ctrl+C is the front's alone, from the first moment on
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        // Nobody is there to type: a cell that reads finds the end of input instead of waiting for ever.
        _process.StandardInput.Close();
        _raw =
        [
            new(_process.StandardOutput.BaseStream, "stdout", new(key), TellOfLatest),
            new(_process.StandardError.BaseStream, "stderr", new(key), TellOfLatest),
        ];
        _reading = [.. _raw.Select(raw => Task.Run(raw.ReadAsync))];
        _calls = ConnectAsync();
    }

    /// <summary>Starts a session; it gets ready in the background.</summary>
    /// <param name="folder">Its working directory.</param>
    /// <param name="happened">Is told all that happens, one thing after the other.</param>
    public static SessionProcess Start(string folder, Action<SessionEvent> happened) =>
        new(folder, happened);

    public int Id => _process.Id;

    public Task ReadyAsync() => Task.WhenAny(_ready.Task, _process.WaitForExitAsync());

    public async Task<CellStatus> ExecuteAsync(CellRequest cell)
    {
        var ended = new TaskCompletionSource<CellStatus>(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        _cell = ended;
        _latest = cell.Id;
        // If the session ended between two cells, the next line finds it.
        await NotifyAsync(SessionCalls.Execute, cell).ConfigureAwait(false);
        await Task.WhenAny(ended.Task, _process.WaitForExitAsync()).ConfigureAwait(false);
        if (!ended.Task.IsCompleted)
        {
            await ReadToEndAsync().ConfigureAwait(false);
            throw new SessionEndedException(_process.ExitCode);
        }
        foreach (var raw in _raw)
            await raw.WaitForMarkAsync(s_marks).ConfigureAwait(false);
        return await ended.Task.ConfigureAwait(false);
    }

    public Task<Completions> CompleteAsync(
        string code,
        int cursor,
        CancellationToken cancellationToken
    ) => AskAsync<Completions>(SessionCalls.Complete, [code, cursor], cancellationToken);

    public Task<Inspection> InspectAsync(
        string code,
        int cursor,
        int detailLevel,
        CancellationToken cancellationToken
    ) => AskAsync<Inspection>(SessionCalls.Inspect, [code, cursor, detailLevel], cancellationToken);

    public Task<Completeness> CheckCompletenessAsync(string code) =>
        AskAsync<Completeness>(SessionCalls.CheckCompleteness, [code], CancellationToken.None);

    public Task AnswerAsync(int request, string? text) =>
        NotifyAsync(SessionCalls.Answer, request, text);

    public Task InterruptAsync(int cell) => NotifyAsync(SessionCalls.Interrupt, cell);

    public async Task ShutDownAsync()
    {
        await NotifyAsync(SessionCalls.ShutDown).ConfigureAwait(false);
        // One that does not want to end is ended below.
        await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(s_farewell))
            .ConfigureAwait(false);
        await ReadToEndAsync().ConfigureAwait(false);
    }

    public void Kill() => ProcessFamily.End(_process);

    public async ValueTask DisposeAsync()
    {
        await ReadToEndAsync().ConfigureAwait(false);
        try
        {
            (await _calls.ConfigureAwait(false)).Dispose();
        }
        catch (OperationCanceledException)
        {
            // It ended before it was connected.
        }
        _link.Dispose();
        _process.Dispose();
    }

    /// <summary>Ends what is left of the session, and hears out what it had said.</summary>
    private async Task ReadToEndAsync()
    {
        Kill();
        await _process.WaitForExitAsync().ConfigureAwait(false);
        // A process that left the family may hold the streams open for ever.
        await Task.WhenAny(Task.WhenAll(_reading), Task.Delay(s_marks)).ConfigureAwait(false);
        if (_calls.IsCompletedSuccessfully)
            await Task.WhenAny(_calls.Result.Completion, Task.Delay(s_marks)).ConfigureAwait(false);
    }

    private async Task<JsonRpc> ConnectAsync()
    {
        using var ended = new CancellationTokenSource();
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => Cancel(ended);
        if (_process.HasExited)
            Cancel(ended);
        var stream = await _link.AcceptAsync(ended.Token).ConfigureAwait(false);
        var calls = SessionCalls.Over(stream);
        calls.AddLocalRpcMethod(
            SessionCalls.Happened,
            (Action<IReadOnlyList<SessionEvent>>)(events => events.ToList().ForEach(OnEvent))
        );
        calls.StartListening();
        return calls;
    }

    private async Task<T> AskAsync<T>(
        string call,
        object?[] arguments,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var calls = await _calls.ConfigureAwait(false);
            return await calls
                .InvokeWithCancellationAsync<T>(call, arguments, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception e)
            when (e is ConnectionLostException or ObjectDisposedException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            throw new SessionEndedException(_process.ExitCode);
        }
    }

    /// <summary>Says something to the session; where it has ended, to nobody.</summary>
    private async Task NotifyAsync(string call, params object?[] arguments)
    {
        try
        {
            var calls = await _calls.ConfigureAwait(false);
            await calls.NotifyAsync(call, arguments).ConfigureAwait(false);
        }
        catch (Exception e)
            when (e
                    is ConnectionLostException
                        or ObjectDisposedException
                        or OperationCanceledException
            )
        {
            // It has ended.
        }
    }

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Connected long ago.
        }
    }

    private void OnEvent(SessionEvent happened)
    {
        switch (happened)
        {
            case SessionConnected:
                break;
            case SessionReady:
                _ready.TrySetResult();
                break;
            case CellEnded ended:
                _cell?.TrySetResult(ended.Status);
                break;
            default:
                Tell(happened);
                break;
        }
    }

    /// <remarks>Of native code and child processes nobody knows which cell they write for.</remarks>
    private void TellOfLatest(SessionEvent happened) => Tell(happened with { Cell = _latest });

    private void Tell(SessionEvent happened)
    {
        lock (_telling)
            _happened(happened);
    }
}
