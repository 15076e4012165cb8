using System.Net.Sockets;

namespace Multiprocessing.Lab.Jupyter.Zmtp;

/// <summary>One connection, from its handshake to its end.</summary>
internal sealed class Peer : IDisposable
{
    /// <summary>Who connects and says nothing is let go.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private const int SecondsUntilKeepAlive = 60;
    private const int SecondsBetweenKeepAlives = 10;
    private const int MostKeepAlives = 3;

    /// <summary>What a PING may have behind its time to live, for PONG to repeat.</summary>
    private const int MostPingContext = 16;

    /// <summary>Who is so far behind is not there to hear that the connection lives.</summary>
    private const int MostBeforePong = 16 * 1024;

    private readonly ZmtpRole _role;
    private readonly BufferedStream _input;
    private readonly NetworkStream _output;
    private readonly FrameReader _reader;
    private readonly OutgoingQueue _queue;
    private readonly CancellationTokenSource _ending = new();
    private volatile bool _leftUnread;

    /// <param name="socket">The connection, which is this one's now.</param>
    /// <param name="role">What it is to talk to.</param>
    /// <param name="budget">Bounds what peers may send before they are trusted.</param>
    /// <param name="progressed">Is told when something has been sent to it.</param>
    public Peer(Socket socket, ZmtpRole role, MemoryBudget budget, Action<Peer> progressed)
    {
        _role = role;
        socket.NoDelay = true;
        // A client whose network has gone says nothing of it.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        SetTcp(SocketOptionName.TcpKeepAliveTime, SecondsUntilKeepAlive);
        SetTcp(SocketOptionName.TcpKeepAliveInterval, SecondsBetweenKeepAlives);
        SetTcp(SocketOptionName.TcpKeepAliveRetryCount, MostKeepAlives);
        _output = new(socket, ownsSocket: true);
        _input = new(_output);
        _reader = new(_input, role.MostBytes, budget);
        _queue = new(_output, () => progressed(this));

        void SetTcp(SocketOptionName option, int value) =>
            socket.SetSocketOption(SocketOptionLevel.Tcp, option, value);
    }

    /// <summary>What it calls itself; empty where it does not.</summary>
    public byte[] Identity { get; private set; } = [];

    /// <summary>What the socket calls it, and no other peer.</summary>
    public byte[] RoutingId { get; set; } = [];

    /// <summary>What it wants to hear, where the socket publishes.</summary>
    public Subscriptions Subscriptions { get; } = new();

    /// <summary>The bytes that are still to go to it; none once it is let go.</summary>
    public long Waiting => _leftUnread ? 0 : _queue.Waiting;

    /// <summary>Its message was genuine: from now on it may send large ones.</summary>
    public void Trust() => _reader.IsTrusted = true;

    /// <exception cref="InvalidDataException">It does not belong there, or took too long.</exception>
    /// <exception cref="OperationCanceledException">The connection was closed.</exception>
    public async Task ShakeAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        patience.CancelAfter(s_patience);
        try
        {
            Identity = await Handshake
                .ShakeAsync(_input, _output, _role, patience.Token)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!_ending.IsCancellationRequested)
        {
            throw new InvalidDataException(
                $"it did not finish its handshake within {s_patience.TotalSeconds:0} s"
            );
        }
    }

    /// <summary>Serves the connection until it ends.</summary>
    /// <param name="received">Is given the parts of each message.</param>
    /// <param name="commanded">Is given what the protocol itself asks for, but for heartbeats.</param>
    /// <exception cref="InvalidDataException">It sent what it must not.</exception>
    public async Task ServeAsync(
        Action<IReadOnlyList<byte[]>> received,
        Action<ZmtpCommand> commanded
    )
    {
        var writing = _queue.WriteAsync(_ending.Token);
        var reading = ReadAsync(received, commanded);
        var first = await Task.WhenAny(reading, writing).ConfigureAwait(false);
        await _ending.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(reading, writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_leftUnread)
            throw new InvalidDataException(
                $"it left too much unread, and at most {_role.MostUnread:N0} bytes are kept"
            );
        await first.ConfigureAwait(false);
    }

    /// <summary>Queues a message; where too much waits already, the connection ends.</summary>
    public void Send(IReadOnlyList<byte[]> message)
    {
        if (_queue.Waiting > _role.MostUnread)
            LetGo();
        if (!_leftUnread)
            _queue.Add(message);
    }

    /// <summary>Ends the connection, as it does not read what it is sent.</summary>
    public void LetGo()
    {
        _leftUnread = true;
        Close();
    }

    /// <summary>Ends the connection once all that was sent has gone.</summary>
    public void Complete() => _queue.Complete();

    /// <summary>Ends the connection; what is unsent is lost.</summary>
    public void Close()
    {
        try
        {
            // In the background: what ends by it may need what the caller holds.
            _ = _ending.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has ended.
        }
    }

    public void Dispose()
    {
        _reader.EndMessage();
        _input.Dispose();
        _output.Dispose();
        _ending.Dispose();
    }

    private async Task ReadAsync(
        Action<IReadOnlyList<byte[]>> received,
        Action<ZmtpCommand> commanded
    )
    {
        var parts = new List<byte[]>();
        while (true)
        {
            var frame = await _reader.ReadAsync(_ending.Token).ConfigureAwait(false);
            if (frame.IsCommand)
                Obey(ZmtpCommand.Parse(frame.Body), commanded);
            else
                parts.Add(frame.Body);
            // A command may come between the parts of a message.
            if (frame.HasMore || (frame.IsCommand && parts.Count > 0))
                continue;
            if (!frame.IsCommand)
                received(parts);
            parts = [];
            _reader.EndMessage();
        }
    }

    private void Obey(ZmtpCommand command, Action<ZmtpCommand> commanded)
    {
        if (command.Name != "PING")
            commanded(command);
        else if (
            command.Data.Length is >= 2 and <= 2 + MostPingContext
            && Waiting <= MostBeforePong
        )
            _queue.AddCommand(ZmtpCommand.Frame("PONG", command.Data.AsSpan(2)));
    }
}
