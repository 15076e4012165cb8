using System.Net.Sockets;
using System.Security.Cryptography;
using Multiprocessing.Platform;

namespace Multiprocessing.Links;

/// <summary>Who has connected to a <see cref="LocalEndpoint"/> and not yet shown that it is the worker.</summary>
/// <param name="socket">The connection.</param>
/// <param name="isExpected">It comes from the worker's process, as far as the system tells.</param>
internal sealed class Guest(LocalSocket socket, bool isExpected)
{
    public const string IsSilent = "it presents no secret";

    private const long MostSilence = 1000;

    private readonly byte[] _presented = new byte[LocalEndpoint.SecretLength];
    private readonly long _since = Environment.TickCount64;
    private int _filled;

    public LocalSocket Socket => socket;

    public bool IsExpected => isExpected;

    public bool IsWorker { get; private set; }

    /// <summary>Takes in what it has said by now, never more than a secret; returns why it is to be refused, if so.</summary>
    public string? Hear(byte[] secret)
    {
        int? got;
        try
        {
            got = socket.TryReceive(_presented.AsSpan(_filled));
        }
        catch (SocketException e)
        {
            return e.Message;
        }

        if (got is not { } count)
        {
            return !isExpected && Environment.TickCount64 - _since > MostSilence ? IsSilent : null;
        }

        _filled += count;
        IsWorker =
            _filled == secret.Length && CryptographicOperations.FixedTimeEquals(_presented, secret);
        return count == 0 ? "it left without presenting the secret"
            : _filled == secret.Length && !IsWorker ? "its secret is wrong"
            : null;
    }
}
