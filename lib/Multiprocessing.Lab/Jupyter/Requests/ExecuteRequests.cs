using System.Text.Json;
using System.Text.Json.Nodes;
using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Execution;
using Multiprocessing.Lab.Jupyter.Protocol;

namespace Multiprocessing.Lab.Jupyter.Requests;

/// <summary>Runs cells for clients, one after the other, and stops them.</summary>
internal sealed class ExecuteRequests
{
    /// <summary>What a cell gets to stop before its user is told that it has not.</summary>
    private static readonly TimeSpan s_stopping = TimeSpan.FromSeconds(2);

    private readonly KernelSession _session;
    private readonly OutputPublisher _publisher;
    private readonly History _history;
    private readonly KernelSockets _sockets;
    private readonly Prompts _prompts;
    private readonly Lock _gate = new();
    private RunningCell? _running;

    /// <summary>Of the requests that had arrived when a stop found no cell running, the next that would run does not.</summary>
    private long _stopped;

    /// <summary>The session's id of the last cell.</summary>
    private int _id;

    /// <summary>The execution count.</summary>
    private int _number;

    /// <summary>The last request that does not run, as one before it failed.</summary>
    private long _abortedUpTo;

    public ExecuteRequests(
        KernelSession session,
        OutputPublisher publisher,
        History history,
        KernelSockets sockets
    )
    {
        (_session, _publisher, _history, _sockets) = (session, publisher, history, sockets);
        _prompts = new(session, sockets.Send);
        publisher.InputRequested = _prompts.Ask;
    }

    /// <summary>Takes what a user typed.</summary>
    public void Answer(Request reply) => _prompts.Answer(reply);

    /// <exception cref="JupyterException">It came by another channel than the one on which cells wait for each other.</exception>
    public async Task<JsonObject?> ExecuteAsync(Request request)
    {
        if (request.Channel != Channel.Shell)
            throw new JupyterException(
                $"{request.Type}: came by the control channel, which does not wait for cells that run. Send it by the shell channel."
            );
        if (request.Arrival <= _abortedUpTo)
            return Replies.Aborted();
        var code = request.RequiredText("code");
        var isSilent = request.Flag("silent", otherwise: false);
        var isCounted = !isSilent && request.Flag("store_history", otherwise: true);
        var isEmpty = string.IsNullOrWhiteSpace(code);
        if (isCounted && !isEmpty)
            _history.Add(++_number, code);
        if (!isSilent)
        {
            var input = new JsonObject { ["code"] = code, ["execution_count"] = _number };
            _sockets.Send(Answers.Publish("execute_input", request.Header, input));
        }

        var cell = new PublishedCell(request, _number, code, isSilent);
        if (!isEmpty)
            await RunAsync(cell, request.Flag("allow_stdin", otherwise: true))
                .ConfigureAwait(false);
        if (isCounted && cell.Value is { } value)
            _history.AddValue(_number, MediaTypes.PlainText(value));
        var reply = cell.Error is { } error
            ? Replies.Error(error.Name, error.Message, _publisher.TracebackOf(error, cell))
            : Replies.Ok(
                ("user_expressions", await EvaluateAsync(request).ConfigureAwait(false)),
                ("payload", new JsonArray())
            );
        reply["execution_count"] = _number;
        if (cell.Error is not null && request.Flag("stop_on_error", otherwise: true))
            _abortedUpTo = _sockets.Arrived;
        return reply;
    }

    public async Task<JsonObject?> InterruptAsync(Request request)
    {
        RunningCell? running;
        lock (_gate)
        {
            running = _running;
            if (running is null)
                _stopped = request.Arrival;
        }
        if (running is not null)
        {
            await _session.Current.InterruptAsync(running.Id).ConfigureAwait(false);
            _ = TellIfItGoesOnAsync(running);
        }
        return Replies.Ok();
    }

    private async Task RunAsync(PublishedCell cell, bool canAsk)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var id = ++_id;
        _publisher.Add(id, cell);
        try
        {
            if (!TryBegin(new(id, cell, ended.Task)))
            {
                FailAsStopped();
                return;
            }
            var status = await _session
                .ExecuteAsync(new(id, cell.Number, CellLanguages.CSharp, cell.Code, canAsk))
                .ConfigureAwait(false);
            if (status == CellStatus.Stopped)
                FailAsStopped();
        }
        catch (SessionEndedException e)
        {
            Fail(
                "SessionEnded",
                _session.IsEnding
                    ? "The kernel was shut down while the cell ran."
                    : $"{e.Message} Its variables are gone; the next cell runs in a new session."
            );
        }
        finally
        {
            lock (_gate)
                _running = null;
            ended.SetResult();
            _prompts.Forget(cell);
            _publisher.End(id);
        }

        void FailAsStopped() =>
            Fail(
                "Interrupted",
                "The cell was stopped. What it showed is kept, and so are the variables of the cells before it."
            );

        void Fail(string name, string message) =>
            _publisher.OnEvent(new ErrorRaised(name, message, [message]) { Cell = id });
    }

    /// <returns>False for a cell that was to be stopped before it began.</returns>
    private bool TryBegin(RunningCell cell)
    {
        lock (_gate)
        {
            var isStopped = cell.Cell.Request.Arrival < _stopped;
            _stopped = 0;
            if (!isStopped)
                _running = cell;
            return !isStopped;
        }
    }

    private async Task TellIfItGoesOnAsync(RunningCell running)
    {
        if (
            await Task.WhenAny(running.Ended, Task.Delay(s_stopping)).ConfigureAwait(false)
            == running.Ended
        )
            return;
        _publisher.Say(
            running.Cell,
            "[Still running: the cell has not stopped within 2 s. A read blocked in native code, a finally block and work on "
                + "other threads that the cell waits for cannot be stopped. Restart the kernel to end it.]\n"
        );
    }

    /// <summary>Each expression's value as media types, or its error; nothing of it is shown.</summary>
    private async Task<JsonObject> EvaluateAsync(Request request)
    {
        var values = new JsonObject();
        if (
            request.Content.Member("user_expressions")
            is not { ValueKind: JsonValueKind.Object } asked
        )
            return values;
        foreach (var expression in asked.EnumerateObject())
        {
            var cell = new PublishedCell(
                request,
                _number,
                expression.Value.AsText() ?? "",
                IsSilent: true
            );
            await RunAsync(cell, canAsk: false).ConfigureAwait(false);
            values[expression.Name] = cell.Error is { } error
                ? Replies.Error(error.Name, error.Message, error.Traceback)
                : Replies.Ok(
                    ("data", OutputJson.Bundle(cell.Value ?? new Dictionary<string, string>())),
                    ("metadata", new JsonObject())
                );
        }
        return values;
    }

    private sealed record RunningCell(int Id, PublishedCell Cell, Task Ended);
}
