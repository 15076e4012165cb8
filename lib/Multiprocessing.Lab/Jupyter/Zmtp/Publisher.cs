namespace Multiprocessing.Lab.Jupyter.Zmtp;

/// <summary>
/// Sends to all who subscribe. Nothing is dropped: what one of them does not read piles up for it, and who publishes can
/// wait until the fastest has caught up.
/// </summary>
internal sealed class Publisher
{
    private const byte Cancel = 0;
    private const byte Subscribe = 1;

    /// <summary>What waits for the fastest beyond this is too much.</summary>
    private const long MostWaiting = 16 * 1024 * 1024;

    /// <summary>Who has taken nothing for so long is not waited for any more.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly ZmtpSocket _socket;
    private readonly Action<Peer, byte[]> _subscribed;
    private readonly object _room = new();
    private readonly HashSet<Peer> _stalled = [];
    private bool _ending;

    /// <param name="socket">A socket in the role of a publisher.</param>
    /// <param name="subscribed">Is told of each topic that a peer subscribes to.</param>
    public Publisher(ZmtpSocket socket, Action<Peer, byte[]> subscribed) =>
        (_socket, _subscribed) = (socket, subscribed);

    public void Start() => _socket.Start(OnMessage, OnCommand, OnProgress);

    public void Publish(IReadOnlyList<byte[]> message) => _socket.Publish(message);

    /// <summary>Waits while, of those who subscribe to the topic, even the one that keeps up best is far behind.</summary>
    public void WaitForRoom(byte[] topic)
    {
        lock (_room)
        {
            while (!_ending && Behind(topic) is { Count: > 0 } behind)
            {
                if (!Monitor.Wait(_room, s_patience))
                    _stalled.UnionWith(behind);
            }
        }
    }

    /// <summary>Nobody waits any more.</summary>
    public void End()
    {
        lock (_room)
        {
            _ending = true;
            Monitor.PulseAll(_room);
        }
    }

    /// <returns>Those for whom too much waits; none where one keeps up.</returns>
    private List<Peer> Behind(byte[] topic)
    {
        var peers = _socket.Peers;
        _stalled.IntersectWith(peers);
        var waitedFor = peers
            .Where(peer => !_stalled.Contains(peer) && peer.Subscriptions.Match(topic))
            .ToList();
        return waitedFor.Exists(peer => peer.Waiting <= MostWaiting)
            ? []
            : [.. waitedFor.Where(peer => peer.Waiting > MostWaiting)];
    }

    private void OnProgress(Peer peer)
    {
        lock (_room)
        {
            _stalled.Remove(peer);
            Monitor.PulseAll(_room);
        }
    }

    /// <remarks>Until ZMTP 3.1 subscribing is a message, whose first byte says what it is.</remarks>
    private void OnMessage(Peer peer, IReadOnlyList<byte[]> parts)
    {
        if (parts is [[Subscribe, .. var wanted]])
            Add(peer, wanted);
        else if (parts is [[Cancel, .. var unwanted]])
            peer.Subscriptions.Remove(unwanted);
    }

    private void OnCommand(Peer peer, ZmtpCommand command)
    {
        if (command.Name == "SUBSCRIBE")
            Add(peer, command.Data);
        else if (command.Name == "CANCEL")
            peer.Subscriptions.Remove(command.Data);
    }

    private void Add(Peer peer, byte[] topic)
    {
        peer.Subscriptions.Add(topic);
        _subscribed(peer, topic);
    }
}
