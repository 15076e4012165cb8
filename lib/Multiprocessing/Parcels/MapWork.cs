using System.Diagnostics;
using System.Runtime.CompilerServices;
using Multiprocessing.Values;

namespace Multiprocessing.Parcels;

/// <summary>Applies a function to each item of a chunk.</summary>
[StackTraceHidden]
internal sealed class MapWork<T, TResult>(Func<T, TResult> function) : IWork
{
    /// <inheritdoc/>
    public void Execute(GraphReader items, int count, GraphWriter results, ItemProgress progress)
    {
        T[]? block = Block<T>.Fits ? items.Read<T[]>() : null;
        TResult[]? resultBlock = Block<TResult>.Fits ? new TResult[count] : null;
        for (int i = 0; i < count; i++)
        {
            progress.Begin(i);
            T item = block is null ? items.Read<T>() : block[i];
            TResult result = function(item);
            if (resultBlock is null)
            {
                results.Write(result, "the result");
            }
            else
            {
                resultBlock[i] = result;
            }
        }

        if (resultBlock is not null)
        {
            results.Write(resultBlock, "the results");
        }
    }
}

/// <summary>Values without references travel as one block of memory a chunk, all others as one graph each.</summary>
internal static class Block<T>
{
    public static readonly bool Fits = !RuntimeHelpers.IsReferenceOrContainsReferences<T>();
}
