using Multiprocessing.Code;
using Multiprocessing.Links;
using Multiprocessing.Parcels;
using Multiprocessing.Values;

namespace Multiprocessing.Dispatch;

/// <summary>What each of a pool's workers does before its first item: a call of its own, numbered apart from all others.</summary>
internal sealed class Initializer(Action action, CodeBook code)
{
    /// <summary>The number that no call of the pool has.</summary>
    public const int Call = 0;

    /// <summary>When a worker died that died of it.</summary>
    public const string During = "while it ran the pool's initializer";

    private readonly Parcel _parcel = Parcel.Pack(
        code,
        new RunWork<bool>(Awaited.Function(action)),
        action
    );

    private readonly ExecutionContext? _context = ExecutionContext.Capture();

    /// <summary>The tokens in what it fails with.</summary>
    public ITokenTarget Returned => _parcel.Tokens.Returned;

    /// <param name="link">The worker.</param>
    /// <param name="caller">The context of the call that waits for it: what is printed belongs there; null for where the pool was made.</param>
    public void Send(IWorkerLink link, ExecutionContext? caller)
    {
        link.OutputContext = caller ?? _context;
        link.Luggage = _parcel.Tokens.Luggage;
        link.Send(
            Frame.Pair(
                Frame.Of(_parcel, Call),
                new Frame(FrameKind.OnlyChunk, Call, 0, ChunkHeader.Alone())
            )
        );
    }
}
