using Multiprocessing.Parcels;
using Multiprocessing.Values;

namespace Multiprocessing.Dispatch;

/// <summary>Writing items into a chunk's payload.</summary>
internal static class Items
{
    // Chunks of which the pool chooses the size stay small enough to be sent while another is computed.
    private const int EnoughBytes = 4 * 1024 * 1024;

    /// <summary>Writes neighbouring items; returns how many were written.</summary>
    /// <param name="items">Has the chunk's items.</param>
    /// <param name="start">Where they begin in it.</param>
    /// <param name="chunk">Which they are.</param>
    /// <param name="mayCut">Whether the rest may be left for another chunk once there are many bytes.</param>
    /// <param name="output">Takes them.</param>
    /// <exception cref="ItemException">An item cannot travel.</exception>
    public static int Write<T>(
        T[] items,
        int start,
        in Chunk chunk,
        bool mayCut,
        GraphWriter output
    )
    {
        int limit = mayCut ? EnoughBytes : int.MaxValue;
        if (Block<T>.Fits)
        {
            int fitting = Math.Clamp(limit / Block<T>.Size, 1, chunk.Count);
            output.WriteBlock(Block<T>.Of(items, start, fitting), fitting, "the items");
            return fitting;
        }

        for (int i = 0; i < chunk.Count; i++)
        {
            if (i > 0 && output.Output.Length > limit)
            {
                return i;
            }

            long index = chunk.First + i;
            try
            {
                output.Write(items[start + i], $"item {index}");
            }
            catch (Exception e)
            {
                throw new ItemException(i, e);
            }
        }

        return chunk.Count;
    }
}

/// <summary>Says which of a chunk's items cannot travel; never seen by users.</summary>
internal sealed class ItemException(int offset, Exception cause) : Exception(null, cause)
{
    /// <summary>The item's place in the chunk; those before it are written.</summary>
    public int Offset => offset;
}
