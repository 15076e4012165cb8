namespace Multiprocessing.Lab.Jupyter.Zmtp;

/// <summary>What a socket is in ZeroMQ's terms, whom it talks to, and how much it takes from them.</summary>
/// <param name="SocketType">Its type as the handshake names it.</param>
/// <param name="PeerTypes">The types that may talk to it.</param>
/// <param name="MostBytes">The largest message that it takes, with what its parts cost besides.</param>
/// <param name="MostUnread">
/// What may pile up for one peer, as it may be a client that is busy, and of what is published for all together. Beyond this
/// one is let go: somebody who does not read is not to fill the memory.
/// </param>
internal sealed record ZmtpRole(
    string SocketType,
    IReadOnlyList<string> PeerTypes,
    long MostBytes,
    long MostUnread
)
{
    private static readonly long s_mostOutput = Math.Min(
        1L << 30,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4
    );

    /// <summary>No editor sends more in one request: this only keeps a length below what an array holds.</summary>
    private const long LargestRequest = 1L << 30;

    /// <summary>Takes requests of any number of clients, and answers each.</summary>
    public static readonly ZmtpRole Router = new(
        "ROUTER",
        ["DEALER", "REQ", "ROUTER"],
        LargestRequest,
        s_mostOutput
    );

    /// <summary>Returns heartbeats, which are a few bytes.</summary>
    public static readonly ZmtpRole Echo = Router with { MostBytes = 4096, MostUnread = 64 * 1024 };

    /// <summary>Sends to all who subscribe; all that it takes are topics.</summary>
    public static readonly ZmtpRole Publisher = new("XPUB", ["SUB", "XSUB"], 4096, s_mostOutput);
}
