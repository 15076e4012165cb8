using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;

namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>The channels by which a client sends.</summary>
internal enum Line
{
    Shell,
    Control,
    Stdin,
}

/// <summary>
/// A Jupyter client over ZeroMQ's sockets: sends requests and sorts what comes back by the request that it belongs to.
/// All that arrives is checked for its signature and its form.
/// </summary>
internal sealed class KernelClient : IAsyncDisposable
{
    private readonly ConnectionFile _connection;
    private readonly DealerSocket[] _lines;
    private readonly SubscriberSocket _iopub = new();
    private readonly NetMQQueue<(Line Line, byte[][] Frames)> _outgoing = new();
    private readonly NetMQPoller _poller;
    private readonly ConcurrentDictionary<string, Exchange> _exchanges = new();
    private readonly Arrivals<string> _faults = new();

    /// <param name="connection">Where the kernel is.</param>
    /// <param name="identity">What its sockets call themselves.</param>
    public KernelClient(ConnectionFile connection, byte[]? identity = null)
    {
        _connection = connection;
        Wire = new(connection.Key);
        // The kernel asks back by the identity of the shell: the three must share it.
        Identity = identity ?? Encoding.ASCII.GetBytes(Guid.NewGuid().ToString("N"));
        _lines =
        [
            .. new[] { connection.ShellPort, connection.ControlPort, connection.StdinPort }.Select(
                port => NewLine(Identity, connection.Endpoint(port))
            ),
        ];
        _iopub.Options.ReceiveHighWatermark = 0;
        _iopub.SubscribeToAnyTopic();
        _iopub.Connect(connection.Endpoint(connection.IopubPort));
        _lines[0].ReceiveReady += (_, _) => Receive(_lines[0], TakeReply);
        _lines[1].ReceiveReady += (_, _) => Receive(_lines[1], TakeReply);
        _lines[2].ReceiveReady += (_, _) => Receive(_lines[2], Asked.Add);
        _iopub.ReceiveReady += (_, _) => Receive(_iopub, TakePublished);
        _outgoing.ReceiveReady += (_, _) => SendWaiting();
        _poller = [.. _lines, _iopub, _outgoing];
        _poller.RunAsync("test client");
    }

    public Wire Wire { get; }

    /// <summary>What its sockets call themselves.</summary>
    public byte[] Identity { get; }

    /// <summary>All that iopub said, for whomever.</summary>
    public Arrivals<Message> Published { get; } = new();

    /// <summary>What the kernel asks the user.</summary>
    public Arrivals<Message> Asked { get; } = new();

    /// <summary>Replies to what this client did not ask, or not under an id.</summary>
    public Arrivals<Message> Unasked { get; } = new();

    /// <summary>What broke the protocol.</summary>
    public IReadOnlyList<string> Faults => _faults.All;

    public Exchange Send(Line line, string type, JsonObject? content = null)
    {
        var header = Wire.NewHeader(type);
        var exchange = Expect(header["msg_id"]!.GetValue<string>());
        SendFrames(line, Wire.Encode(Bytes(header), Bytes(content ?? [])));
        return exchange;
    }

    /// <summary>Frames as they are; for messages that no client should send.</summary>
    public void SendFrames(Line line, params byte[][] frames) => _outgoing.Enqueue((line, frames));

    /// <summary>Collects what belongs to a message that is sent by its frames.</summary>
    public Exchange Expect(string id) => _exchanges[id] = new(id);

    public Exchange Execute(string code, JsonObject? options = null)
    {
        var content = options ?? [];
        content["code"] = code;
        return Send(Line.Shell, "execute_request", content);
    }

    /// <summary>Runs a cell to its end, which may be a failure.</summary>
    public async Task<Exchange> RunAsync(string code, JsonObject? options = null)
    {
        var cell = Execute(code, options);
        await cell.EndAsync();
        return cell;
    }

    /// <summary>Sends a request and waits for its end.</summary>
    public Task<Message> AskAsync(Line line, string type, JsonObject? content = null) =>
        Send(line, type, content).EndAsync();

    public Task<Message> InterruptAsync() => AskAsync(Line.Control, "interrupt_request");

    /// <summary>Answers what was asked.</summary>
    public void Answer(string text) =>
        SendFrames(
            Line.Stdin,
            Wire.Encode(
                Bytes(Wire.NewHeader("input_reply")),
                Bytes(new() { ["value"] = text, ["status"] = "ok" })
            )
        );

    /// <summary>Sends a heartbeat.</summary>
    /// <returns>Whether it came back unchanged.</returns>
    public bool Beat()
    {
        using var heart = new RequestSocket();
        heart.Options.Linger = TimeSpan.Zero;
        heart.Connect(_connection.Endpoint(_connection.HeartbeatPort));
        heart.SendFrame("still there?");
        return heart.TryReceiveFrameString(TimeSpan.FromSeconds(10), out var beat)
            && beat == "still there?";
    }

    public ValueTask DisposeAsync()
    {
        _poller.Stop();
        _poller.Dispose();
        _outgoing.Dispose();
        foreach (var socket in (NetMQSocket[])[.. _lines, _iopub])
            socket.Dispose();
        return ValueTask.CompletedTask;
    }

    internal static byte[] Bytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    private static DealerSocket NewLine(byte[] identity, string endpoint)
    {
        var socket = new DealerSocket();
        socket.Options.Identity = identity;
        socket.Options.Linger = TimeSpan.Zero;
        socket.Options.SendHighWatermark = 0;
        socket.Options.ReceiveHighWatermark = 0;
        socket.Connect(endpoint);
        return socket;
    }

    private void Receive(NetMQSocket socket, Action<Message> take)
    {
        var frames = socket.ReceiveMultipartMessage();
        try
        {
            var message = Wire.Decode([.. frames.Select(frame => frame.ToByteArray())]);
            MessageSchema.Check(message);
            take(message);
        }
        catch (Exception e)
            when (e
                    is InvalidDataException
                        or System.Text.Json.JsonException
                        or InvalidOperationException
                        or KeyNotFoundException
            )
        {
            _faults.Add(e.Message);
        }
    }

    private void TakeReply(Message reply)
    {
        if (reply.ParentId is { } id && _exchanges.TryGetValue(id, out var exchange))
            exchange.Add(reply);
        else
            Unasked.Add(reply);
    }

    private void TakePublished(Message message)
    {
        Published.Add(message);
        if (message.ParentId is { } id && _exchanges.TryGetValue(id, out var exchange))
            exchange.Published.Add(message);
    }

    private void SendWaiting()
    {
        while (_outgoing.TryDequeue(out var next, TimeSpan.Zero))
            _lines[(int)next.Line].SendMultipartBytes(next.Frames);
    }
}
