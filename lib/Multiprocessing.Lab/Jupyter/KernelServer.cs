using System.Text.Json.Nodes;
using System.Threading.Channels;
using Multiprocessing.Lab.Jupyter.Protocol;
using Multiprocessing.Lab.Jupyter.Requests;

namespace Multiprocessing.Lab.Jupyter;

/// <summary>
/// Serves one Jupyter kernel: takes what clients ask from the shell and, beside it, from the control channel, one after
/// the other on each, says busy before and idle after, and answers.
/// </summary>
internal sealed class KernelServer : IAsyncDisposable
{
    private readonly KernelSockets _sockets;
    private readonly KernelSession _session;
    private readonly ExecuteRequests? _execute;
    private readonly Dictionary<string, Func<Request, Task<JsonObject?>>> _handlers;
    private readonly TaskCompletionSource _shutDown = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly Action<string> _log;

    /// <param name="connection">Where to serve.</param>
    /// <param name="log">Is told, in a line each, of what goes wrong beside the cells.</param>
    /// <exception cref="JupyterException">A port cannot be had.</exception>
    public KernelServer(ConnectionInfo connection, Action<string> log)
    {
        _log = new LineLimit(log).Add;
        _sockets = new(connection, _log, reply => _execute?.Answer(reply));
        var history = new History();
        var publisher = new OutputPublisher(history, _sockets.SendInTurn);
        _session = new(publisher.OnEvent);
        _execute = new(_session, publisher, history, _sockets);
        var editor = new EditorRequests(_session);
        var comms = new Comms(_sockets.Send);
        _handlers = new()
        {
            ["kernel_info_request"] = _ => Task.FromResult<JsonObject?>(KernelInfo.Reply()),
            ["execute_request"] = _execute.ExecuteAsync,
            ["interrupt_request"] = _execute.InterruptAsync,
            ["shutdown_request"] = ShutDownAsync,
            ["history_request"] = history.Reply,
            ["complete_request"] = editor.CompleteAsync,
            ["inspect_request"] = editor.InspectAsync,
            ["is_complete_request"] = editor.CheckCompletenessAsync,
            ["comm_info_request"] = Comms.Reply,
            ["comm_open"] = comms.Refuse,
            ["comm_msg"] = Comms.Ignore,
            ["comm_close"] = Comms.Ignore,
        };
    }

    /// <summary>Runs until a client asks for the end, the server that started the kernel ends, or the token is cancelled.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        PublishState("starting", []);
        _ = ServeAsync(_sockets.Control, ending.Token);
        _ = ServeAsync(_sockets.Shell, ending.Token);
        var orphaned = ParentProcess.EndedAsync(ending.Token);
        await Task.WhenAny(_shutDown.Task, orphaned).ConfigureAwait(false);
        await ending.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync().ConfigureAwait(false);
        await _sockets.DisposeAsync().ConfigureAwait(false);
    }

    private async Task ServeAsync(
        ChannelReader<Request> requests,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await foreach (
                var request in requests.ReadAllAsync(cancellationToken).ConfigureAwait(false)
            )
                await ServeAsync(request).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The kernel ends.
        }
    }

    private async Task ServeAsync(Request request)
    {
        PublishState("busy", request.Header);
        var handle = _handlers.GetValueOrDefault(request.Type, Refuse);
        var reply = await ReplyAsync(request, handle).ConfigureAwait(false);
        if (reply is not null && request.ReplyType is { } type)
            _sockets.Send(new(request.Channel, request.Sender, type, request.Header, reply));
        PublishState("idle", request.Header);
        if (request.Type == "shutdown_request")
            _shutDown.TrySetResult();
    }

    private static async Task<JsonObject?> ReplyAsync(
        Request request,
        Func<Request, Task<JsonObject?>> handle
    )
    {
        try
        {
            return await handle(request).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // One request that cannot be served must not end the kernel.
            return Replies.Error(e.GetType().Name, e.Message, [e.Message]);
        }
    }

    /// <remarks>Whoever asks for what is not known here gets an answer too, and does not wait for one in vain.</remarks>
    private Task<JsonObject?> Refuse(Request request)
    {
        var message = $"{request.Type} is not known here.";
        _log(message);
        return Task.FromResult<JsonObject?>(Replies.Error("UnknownRequest", message, [message]));
    }

    private static Task<JsonObject?> ShutDownAsync(Request request) =>
        Task.FromResult<JsonObject?>(
            Replies.Ok(("restart", request.Flag("restart", otherwise: false)))
        );

    private void PublishState(string state, byte[] parent) =>
        _sockets.Send(
            Answers.Publish("status", parent, new JsonObject { ["execution_state"] = state })
        );
}
