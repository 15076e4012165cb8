namespace Multiprocessing.Workers;

/// <summary>
/// What calls leave behind in a worker for the collector, a few kilobytes each. Left to itself, that looks for it only after as
/// many bytes as the processor's cache holds, often more than 20 MB: so much would each worker grow, with next to nothing in use.
/// </summary>
internal sealed class CallGarbage
{
    // The youngest generation is collected in a fraction of a millisecond, which is little for some hundred calls.
    private const long Enough = 1024 * 1024;

    private long _allocated = GC.GetTotalAllocatedBytes();
    private int _collections = GC.CollectionCount(0);

    /// <summary>Whether much was allocated since the last collection, whoever asked for that.</summary>
    public bool IsMuch()
    {
        long allocated = GC.GetTotalAllocatedBytes();
        if (GC.CollectionCount(0) != _collections)
        {
            Note(allocated);
        }

        return allocated - _allocated >= Enough;
    }

    /// <summary>Collects what is young.</summary>
    public void Collect()
    {
        GC.Collect(0);
        Note(GC.GetTotalAllocatedBytes());
    }

    private void Note(long allocated) =>
        (_allocated, _collections) = (allocated, GC.CollectionCount(0));
}
