namespace Multiprocessing.Lab.Jupyter.Zmtp;

/// <summary>The memory that all peers together may fill with messages of which nobody knows yet whether they are genuine.</summary>
internal sealed class MemoryBudget(long bytes)
{
    private long _left = bytes;

    /// <exception cref="InvalidDataException">There is not so much left.</exception>
    public void Take(long bytes)
    {
        if (Interlocked.Add(ref _left, -bytes) >= 0)
            return;
        Return(bytes);
        throw new InvalidDataException(
            "those who have not signed anything yet have sent more than is kept for them"
        );
    }

    public void Return(long bytes) => Interlocked.Add(ref _left, bytes);
}
