namespace Multiprocessing.Dispatch;

/// <summary>Some of a call's items, to be run by one worker in one go.</summary>
internal readonly record struct Chunk(int Number, long First, int Count)
{
    /// <summary>True when a worker that stands at that item has taken up this chunk.</summary>
    public bool Holds(long item) => item >= First && item < First + Count;
}
