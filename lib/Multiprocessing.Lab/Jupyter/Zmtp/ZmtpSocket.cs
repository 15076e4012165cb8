using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Multiprocessing.Lab.Jupyter.Zmtp;

/// <summary>
/// One of ZeroMQ's sockets, which listens on a port. Whatever a peer sends costs that peer its connection at most, and
/// nobody else anything.
/// </summary>
internal sealed class ZmtpSocket : IAsyncDisposable
{
    /// <summary>Far more than there are clients. Who comes after them has to wait until one goes, or has said nothing yet.</summary>
    private const int MostPeers = 500;

    /// <summary>How long what is still unsent may keep the kernel from ending.</summary>
    private static readonly TimeSpan s_linger = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_untilNextTry = TimeSpan.FromMilliseconds(100);

    private readonly string _name;
    private readonly ZmtpRole _role;
    private readonly MemoryBudget _budget;
    private readonly Action<string> _log;
    private readonly Socket _listener;
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _gate = new();

    /// <summary>All, the oldest first.</summary>
    private readonly OrderedDictionary<Peer, Task> _connections = [];

    /// <summary>Those that have shaken hands.</summary>
    private readonly List<Peer> _peers = [];
    private Task _accepting = Task.CompletedTask;

    /// <param name="name">What messages call it.</param>
    /// <param name="endpoint">Where it listens.</param>
    /// <param name="role">What it is.</param>
    /// <param name="budget">Bounds what peers may send before they are trusted.</param>
    /// <param name="log">Is told, in a line each, why a peer was let go.</param>
    /// <exception cref="SocketException">The port cannot be had.</exception>
    public ZmtpSocket(
        string name,
        IPEndPoint endpoint,
        ZmtpRole role,
        MemoryBudget budget,
        Action<string> log
    )
    {
        (_name, _role, _budget, _log) = (name, role, budget, log);
        _listener = new(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // There another program could else listen on the same port. Elsewhere it is so, and would lock out a restart.
            if (OperatingSystem.IsWindows())
                _listener.ExclusiveAddressUse = true;
            _listener.Bind(endpoint);
            _listener.Listen();
        }
        catch (SocketException)
        {
            _listener.Dispose();
            throw;
        }
    }

    /// <summary>The peers that have shaken hands.</summary>
    public IReadOnlyList<Peer> Peers
    {
        get
        {
            lock (_gate)
                return [.. _peers];
        }
    }

    /// <summary>Begins to serve who connects.</summary>
    /// <param name="received">Is given the parts of each message.</param>
    /// <param name="commanded">Is given what a peer asks of the protocol itself.</param>
    /// <param name="progressed">Is told when something has been sent to a peer.</param>
    public void Start(
        Action<Peer, IReadOnlyList<byte[]>> received,
        Action<Peer, ZmtpCommand> commanded,
        Action<Peer> progressed
    ) => _accepting = AcceptAsync(received, commanded, progressed);

    /// <summary>Sends to one peer: the first part is its routing id. What is for a peer that has gone is dropped.</summary>
    public void Send(IReadOnlyList<byte[]> message)
    {
        lock (_gate)
            Find(message[0])?.Send([.. message.Skip(1)]);
    }

    /// <summary>
    /// Sends to a client whatever socket of its asks: the first part is what it calls itself. One that has connected again
    /// is there twice until its old connection is found to be dead.
    /// </summary>
    public void SendToClient(IReadOnlyList<byte[]> message)
    {
        lock (_gate)
        {
            foreach (var peer in _peers.Where(peer => IsSame(peer.Identity, message[0])))
                peer.Send([.. message.Skip(1)]);
        }
    }

    /// <summary>Sends to all who subscribe to the message's first part.</summary>
    public void Publish(IReadOnlyList<byte[]> message)
    {
        lock (_gate)
        {
            foreach (var peer in _peers.Where(peer => peer.Subscriptions.Match(message[0])))
                peer.Send(message);
            while (_peers.Sum(peer => peer.Waiting) > _role.MostUnread)
                _peers.MaxBy(peer => peer.Waiting)!.LetGo();
        }
    }

    /// <summary>Gives the port back, where it never started.</summary>
    public void Unbind() => _listener.Dispose();

    /// <summary>Sends what is queued, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        Task ended;
        lock (_gate)
        {
            ended = Task.WhenAll(_connections.Values);
            foreach (var stranger in _connections.Keys.Except(_peers))
                stranger.Close();
            _peers.ForEach(peer => peer.Complete());
        }
        await Task.WhenAny(ended, Task.Delay(s_linger)).ConfigureAwait(false);
        foreach (var peer in Peers)
            peer.Close();
        await ended.ConfigureAwait(false);
        _ending.Dispose();
    }

    private async Task AcceptAsync(
        Action<Peer, IReadOnlyList<byte[]>> received,
        Action<Peer, ZmtpCommand> commanded,
        Action<Peer> progressed
    )
    {
        while (!_ending.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync(_ending.Token).ConfigureAwait(false);
            }
            catch (SocketException)
            {
                // This process may open no more files for now.
                await Task.Delay(s_untilNextTry).ConfigureAwait(false);
                continue;
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                // The kernel ends.
                return;
            }
            Peer peer;
            try
            {
                peer = new(socket, _role, _budget, progressed);
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                // It has gone again.
                socket.Dispose();
                continue;
            }
            Add(peer, received, commanded);
        }
    }

    private void Add(
        Peer peer,
        Action<Peer, IReadOnlyList<byte[]>> received,
        Action<Peer, ZmtpCommand> commanded
    )
    {
        bool isFull;
        Peer? silent = null;
        lock (_gate)
        {
            isFull = _connections.Count >= MostPeers;
            // The one that has been there longest without having said who it is.
            if (isFull)
                silent = _connections.Keys.FirstOrDefault(other => !_peers.Contains(other));
            if (silent is not null)
                _connections.Remove(silent);
            if (!isFull || silent is not null)
                _connections[peer] = Task.Run(() => ServeAsync(peer, received, commanded));
        }
        if (silent is not null)
        {
            silent.Close();
            _log(
                $"A connection to {_name} was closed: it had not finished its handshake, and another needed its place, as there are {MostPeers}."
            );
        }
        else if (isFull)
        {
            peer.Dispose();
            _log($"A connection to {_name} was refused: there are {MostPeers} already.");
        }
    }

    private async Task ServeAsync(
        Peer peer,
        Action<Peer, IReadOnlyList<byte[]>> received,
        Action<Peer, ZmtpCommand> commanded
    )
    {
        try
        {
            await peer.ShakeAsync().ConfigureAwait(false);
            Attach(peer);
            await peer.ServeAsync(
                    message => received(peer, message),
                    command => commanded(peer, command)
                )
                .ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            _log($"A connection to {_name} was closed: {e.Message}.");
        }
        catch (Exception e)
            when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // It has gone, or is to go.
        }
        finally
        {
            lock (_gate)
            {
                _peers.Remove(peer);
                _connections.Remove(peer);
            }
            peer.Dispose();
        }
    }

    /// <remarks>
    /// Of two peers that call themselves the same the first keeps the name, so that nobody takes it from a client; answers
    /// find the second all the same.
    /// </remarks>
    private void Attach(Peer peer)
    {
        lock (_gate)
        {
            peer.RoutingId =
                peer.Identity.Length > 0 && Find(peer.Identity) is null
                    ? peer.Identity
                    : [0, .. RandomNumberGenerator.GetBytes(16)];
            _peers.Add(peer);
            if (_ending.IsCancellationRequested)
                peer.Complete();
        }
    }

    private Peer? Find(byte[] routingId) => _peers.Find(peer => IsSame(peer.RoutingId, routingId));

    private static bool IsSame(byte[] one, byte[] other) => one.AsSpan().SequenceEqual(other);
}
