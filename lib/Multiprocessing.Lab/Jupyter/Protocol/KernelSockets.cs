using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Multiprocessing.Lab.Jupyter.Zmtp;

namespace Multiprocessing.Lab.Jupyter.Protocol;

/// <summary>The kernel's five sockets: hands what comes to queues, and sends.</summary>
internal sealed class KernelSockets : IAsyncDisposable
{
    /// <summary>What those may fill together who have not shown yet that they have the key.</summary>
    private static readonly long s_mostUnproven = Math.Min(
        64 * 1024 * 1024,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8
    );

    /// <summary>What a cell shows may hold a thread until there is room; those that make room need others.</summary>
    private const int LeastThreads = 8;

    private readonly MessageCodec _codec;
    private readonly Action<string> _log;
    private readonly MemoryBudget _unproven = new(s_mostUnproven);
    private readonly List<ZmtpSocket> _bound = [];
    private readonly ZmtpSocket _shell;
    private readonly ZmtpSocket _control;
    private readonly ZmtpSocket _stdin;
    private readonly Publisher _iopub;
    private readonly Lock _arriving = new();
    private long _arrived;
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
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, LeastThreads), completions);
        _shell = Bind(Channel.Shell.ToString(), connection.ShellPort, ZmtpRole.Router);
        _control = Bind(Channel.Control.ToString(), connection.ControlPort, ZmtpRole.Router);
        _stdin = Bind(Channel.Stdin.ToString(), connection.StdinPort, ZmtpRole.Router);
        _iopub = new(
            Bind(Channel.Iopub.ToString(), connection.IopubPort, ZmtpRole.Publisher),
            Greet
        );
        var heartbeat = Bind("Heartbeat", connection.HeartbeatPort, ZmtpRole.Echo);
        Warn(connection);

        Serve(_shell, Channel.Shell, request => _shellRequests.Writer.TryWrite(request));
        Serve(_control, Channel.Control, request => _controlRequests.Writer.TryWrite(request));
        Serve(_stdin, Channel.Stdin, answered);
        heartbeat.Start((peer, beat) => peer.Send(beat), Ignore, Ignore);
        _iopub.Start();

        ZmtpSocket Bind(string name, int port, ZmtpRole role)
        {
            try
            {
                var endpoint = new IPEndPoint(connection.Resolve(), port);
                var socket = new ZmtpSocket(name, endpoint, role, _unproven, log);
                _bound.Add(socket);
                return socket;
            }
            catch (Exception e) when (e is ArgumentException or SocketException)
            {
                _bound.ForEach(socket => socket.Unbind());
                throw new JupyterException(
                    $"{connection.Endpoint(port)}: cannot be listened on ({e.Message.TrimEnd('.')}). Start the kernel again; Jupyter then chooses other ports."
                );
            }
        }
    }

    /// <summary>What clients ask, in order of arrival.</summary>
    public ChannelReader<Request> Shell => _shellRequests.Reader;

    /// <summary>What does not wait for the shell: interrupt, shutdown.</summary>
    public ChannelReader<Request> Control => _controlRequests.Reader;

    /// <summary>How many requests have arrived.</summary>
    public long Arrived => Volatile.Read(ref _arrived);

    /// <summary>Queues a message; those of one channel are sent in order.</summary>
    public void Send(Answer answer)
    {
        var message = _codec.Encode(answer);
        switch (answer.Channel)
        {
            case Channel.Shell:
                _shell.Send(message);
                break;
            case Channel.Control:
                _control.Send(message);
                break;
            case Channel.Stdin:
                _stdin.SendToClient(message);
                break;
            default:
                _iopub.Publish(message);
                break;
        }
    }

    /// <summary>Queues a message as <see cref="Send"/> does, once the fastest client has taken most of what was before it.</summary>
    public void SendInTurn(Answer answer)
    {
        _iopub.WaitForRoom(answer.Receiver[0]);
        Send(answer);
    }

    /// <summary>Sends what is queued, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _iopub.End();
        await Task.WhenAll(_bound.Select(socket => socket.DisposeAsync().AsTask()))
            .ConfigureAwait(false);
    }

    private void Warn(ConnectionInfo connection)
    {
        var address = connection.Resolve();
        if (!IPAddress.IsLoopback(address))
            _log(
                $"listens on {address}, as \"ip\" in the connection file says, and not on this machine alone: whoever reaches its ports sees what cells show."
            );
        if (connection.Key.Length == 0)
            _log(
                "the connection file has no key: whoever reaches the kernel's ports can run code as you."
            );
    }

    private void Serve(ZmtpSocket socket, Channel channel, Action<Request> take) =>
        socket.Start(
            (peer, parts) =>
            {
                try
                {
                    var request = _codec.Decode(channel, [peer.RoutingId, .. parts]);
                    peer.Trust();
                    var name = peer.Identity.Length > 0 ? peer.Identity : peer.RoutingId;
                    lock (_arriving)
                        take(
                            request with
                            {
                                Client = [name, .. request.Sender.Skip(1)],
                                Arrival = ++_arrived,
                            }
                        );
                }
                catch (InvalidDataException e)
                {
                    _log($"A message on {channel} was dropped: {e.Message}.");
                }
            },
            Ignore,
            Ignore
        );

    /// <remarks>Who subscribes knows by this that from now on nothing is missed.</remarks>
    private void Greet(Peer peer, byte[] topic)
    {
        var content = new JsonObject { ["subscription"] = Encoding.UTF8.GetString(topic) };
        peer.Send(_codec.Encode(new(Channel.Iopub, [topic], "iopub_welcome", [], content)));
    }

    private static void Ignore(Peer peer, ZmtpCommand command) { }

    private static void Ignore(Peer peer) { }
}
