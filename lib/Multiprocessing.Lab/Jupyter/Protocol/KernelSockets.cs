using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using NetMQ;
using NetMQ.Sockets;

namespace Multiprocessing.Lab.Jupyter.Protocol;

/// <summary>
/// The kernel's five sockets. ZeroMQ's are not for several threads: one thread serves them all, hands what comes to
/// queues, and sends what others queue.
/// </summary>
internal sealed class KernelSockets : IDisposable
{
    /// <summary>How long what is still unsent may keep the kernel from ending.</summary>
    private static readonly TimeSpan s_linger = TimeSpan.FromSeconds(1);

    /// <summary>What cells show beyond this many unsent messages waits, and the cells with it.</summary>
    private const int MostUnsent = 256;

    /// <summary>After this many the other sockets get their turn, or an endless output would let no stop through.</summary>
    private const int MostAtOnce = 64;

    private readonly MessageCodec _codec;
    private readonly Action<string> _log;
    private readonly RouterSocket _shell = new();
    private readonly RouterSocket _control = new();
    private readonly RouterSocket _stdin = new();
    private readonly XPublisherSocket _iopub = new();

    /// <summary>Not a response socket, which waits for ever once a stranger has sent it what is no request.</summary>
    private readonly RouterSocket _heartbeat = new();
    private readonly NetMQQueue<Answer> _outgoing = new();
    private readonly object _room = new();
    private int _unsent;
    private bool _ending;
    private readonly NetMQPoller _poller;
    private readonly Channel<Request> _shellRequests =
        System.Threading.Channels.Channel.CreateUnbounded<Request>();
    private readonly Channel<Request> _controlRequests =
        System.Threading.Channels.Channel.CreateUnbounded<Request>();

    /// <param name="connection">Where to listen.</param>
    /// <param name="log">Is told, in a line each, of what is dropped and why.</param>
    /// <param name="answered">Is told what a user typed.</param>
    /// <exception cref="JupyterException">A port cannot be had.</exception>
    public KernelSockets(ConnectionInfo connection, Action<string> log, Action<Request> answered)
    {
        _codec = new(connection.Key);
        _log = log;
        _poller = [_shell, _control, _stdin, _iopub, _heartbeat, _outgoing];
        // Each who subscribes is greeted, also the second to the same, and so knows that from now on nothing is missed.
        _iopub.Options.XPubVerbose = true;
        try
        {
            Bind(_shell, connection.Endpoint(connection.ShellPort));
            Bind(_control, connection.Endpoint(connection.ControlPort));
            Bind(_stdin, connection.Endpoint(connection.StdinPort));
            Bind(_iopub, connection.Endpoint(connection.IopubPort));
            Bind(_heartbeat, connection.Endpoint(connection.HeartbeatPort));
        }
        catch (JupyterException)
        {
            Dispose();
            throw;
        }
        _shell.ReceiveReady += (_, _) => Receive(_shell, Channel.Shell, Take(_shellRequests));
        _control.ReceiveReady += (_, _) =>
            Receive(_control, Channel.Control, Take(_controlRequests));
        _stdin.ReceiveReady += (_, _) => Receive(_stdin, Channel.Stdin, answered);
        _iopub.ReceiveReady += (_, _) => Greet();
        _heartbeat.ReceiveReady += (_, _) => Echo();
        _outgoing.ReceiveReady += (_, _) => SendWaiting(MostAtOnce);
        _poller.RunAsync("mplab sockets");
    }

    /// <summary>What clients ask, in order of arrival.</summary>
    public ChannelReader<Request> Shell => _shellRequests.Reader;

    /// <summary>What does not wait for the shell: interrupt, shutdown.</summary>
    public ChannelReader<Request> Control => _controlRequests.Reader;

    /// <summary>How many requests have arrived.</summary>
    public long Arrived => _codec.Arrived;

    /// <summary>Queues a message; those of one channel are sent in order.</summary>
    public void Send(Answer answer)
    {
        Interlocked.Increment(ref _unsent);
        _outgoing.Enqueue(answer);
    }

    /// <summary>Queues a message as <see cref="Send"/> does, once there are not too many before it.</summary>
    public void SendInTurn(Answer answer)
    {
        lock (_room)
        {
            while (Volatile.Read(ref _unsent) >= MostUnsent && !_ending)
                Monitor.Wait(_room);
        }
        Send(answer);
    }

    /// <summary>Sends what is queued, and closes.</summary>
    public void Dispose()
    {
        lock (_room)
        {
            _ending = true;
            Monitor.PulseAll(_room);
        }
        if (_poller.IsRunning)
            _poller.Stop();
        _poller.Dispose();
        // The poller has stopped, so this is the only thread at the sockets now.
        SendWaiting(int.MaxValue);
        _outgoing.Dispose();
        foreach (var socket in (NetMQSocket[])[_shell, _control, _stdin, _iopub, _heartbeat])
            socket.Dispose();
        NetMQConfig.Cleanup(block: true);
    }

    private static void Bind(NetMQSocket socket, string endpoint)
    {
        socket.Options.Linger = s_linger;
        // No limit: beyond one, output would be dropped without a word.
        socket.Options.SendHighWatermark = 0;
        socket.Options.ReceiveHighWatermark = 0;
        try
        {
            socket.Bind(endpoint);
        }
        catch (Exception e)
            when (e is NetMQException or ArgumentException or System.Net.Sockets.SocketException)
        {
            throw new JupyterException(
                $"{endpoint}: cannot be listened on ({e.Message.TrimEnd('.')}). Start the kernel again; Jupyter then chooses other ports."
            );
        }
    }

    private static Action<Request> Take(Channel<Request> requests) =>
        request => requests.Writer.TryWrite(request);

    private void Receive(NetMQSocket socket, Channel channel, Action<Request> take)
    {
        var frames = socket.ReceiveMultipartMessage();
        try
        {
            take(_codec.Decode(channel, [.. frames.Select(frame => frame.ToByteArray())]));
        }
        catch (InvalidDataException e)
        {
            _log($"A message on {channel} was dropped: {e.Message}.");
        }
    }

    private void Greet()
    {
        var subscription = _iopub.ReceiveFrameBytes();
        if (subscription is [1, .. var topic])
        {
            var content = new JsonObject { ["subscription"] = Encoding.UTF8.GetString(topic) };
            Send(new(Channel.Iopub, [topic], "iopub_welcome", [], content));
        }
    }

    private void Echo()
    {
        var beat = _heartbeat.ReceiveMultipartMessage();
        _heartbeat.TrySendMultipartMessage(beat);
    }

    private void SendWaiting(int most)
    {
        for (var n = 0; n < most && _outgoing.TryDequeue(out var answer, TimeSpan.Zero); n++)
        {
            var message = new NetMQMessage();
            foreach (var frame in _codec.Encode(answer))
                message.Append(frame);
            // A router drops what is for a client that has gone.
            Socket(answer.Channel).TrySendMultipartMessage(message);
            Interlocked.Decrement(ref _unsent);
        }
        lock (_room)
            Monitor.PulseAll(_room);
    }

    private NetMQSocket Socket(Channel channel) =>
        channel switch
        {
            Channel.Shell => _shell,
            Channel.Control => _control,
            Channel.Stdin => _stdin,
            _ => _iopub,
        };
}
