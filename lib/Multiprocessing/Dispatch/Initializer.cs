using Multiprocessing.Links;
using Multiprocessing.Parcels;

namespace Multiprocessing.Dispatch;

/// <summary>What each of a pool's workers does before its first item: a call of its own, numbered apart from all others.</summary>
internal sealed class Initializer(Action action)
{
    /// <summary>The number that no call of the pool has.</summary>
    public const int Call = 0;

    private readonly Parcel _parcel = Parcel.Pack(
        new RunWork<bool>(Awaited.Function(action)),
        action
    );

    // What it prints belongs where the pool was made.
    private readonly ExecutionContext? _context = ExecutionContext.Capture();

    public void Send(IWorkerLink link)
    {
        link.OutputContext = _context;
        link.Luggage = _parcel.Tokens.Luggage;
        link.Send(new Frame(FrameKind.Parcel, Call, 0, _parcel.Bytes));
        byte[] header = new byte[ChunkHeader.Length];
        new ChunkHeader(ItemProgress.Whole, 1, BudgetMilliseconds: 0).Write(header);
        link.Send(new Frame(FrameKind.Chunk, Call, 0, header));
    }
}
