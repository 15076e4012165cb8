namespace Multiprocessing.Dispatch;

/// <summary>Some of a call's items, to be run by one worker in one go.</summary>
/// <param name="Number">Tells it from the call's other chunks.</param>
/// <param name="First">The index of the first item.</param>
/// <param name="Count">How many there are.</param>
/// <param name="ResultLimit">For how many bytes of results there is room; 0 where that does not matter.</param>
internal readonly record struct Chunk(int Number, long First, int Count, long ResultLimit = 0)
{
    /// <summary>True when a worker that stands at that item has taken up this chunk.</summary>
    public bool Holds(long item) => item >= First && item < First + Count;
}
