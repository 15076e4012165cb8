using System.Diagnostics;
using System.Runtime.CompilerServices;
using Multiprocessing.Values;

namespace Multiprocessing.Parcels;

/// <summary>Does something with each item of a chunk and writes what came of each.</summary>
[StackTraceHidden]
internal abstract class ItemWork<T, TResult> : IWork
{
    // Fewer run sooner than their loop is compiled.
    private const int Many = 1024;

    /// <inheritdoc/>
    public int Execute(GraphReader items, int count, GraphWriter results, ItemProgress progress)
    {
        using Block<T> block = Block<T>.Fits ? items.ReadBlock<T>() : default;
        Block<TResult> answers = Block<TResult>.Fits ? Block<TResult>.Rent(count) : default;
        if (Block<T>.Fits && Block<TResult>.Fits && count >= Many && progress.Times is null)
        {
            int ran = Apply(block.Values, answers.Values, progress);
            results.WriteBlock(answers, ran, "the results");
            return ran;
        }

        int done = 0;
        while (done < count && progress.Begin(done, results.Output.Length))
        {
            results.Output.Settle(); // what the last item returned is this one's to change
            T item = Block<T>.Fits ? block.Values[done] : items.Read<T>();
            progress.Times?.Start();
            TResult result = Apply(item, progress.Current);
            progress.Times?.Finish();
            if (Block<TResult>.Fits)
            {
                answers.Values[done] = result;
            }
            else
            {
                results.Write(result, "the result");
            }

            done++;
        }

        if (Block<TResult>.Fits)
        {
            results.WriteBlock(answers, done, "the results");
        }

        return done;
    }

    /// <remarks>
    /// Compiled as well as it can be when first called. By itself a method that is called but once a chunk is run as it was
    /// compiled ahead, then as one that counts what it does, for seconds each.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Apply(ReadOnlySpan<T> items, Span<TResult> results, ItemProgress progress)
    {
        for (int i = 0; i < items.Length; i++)
        {
            if (!progress.Begin(i, 0))
            {
                return i;
            }

            results[i] = Apply(items[i], progress.Current);
        }

        return items.Length;
    }

    protected abstract TResult Apply(T item, long index);
}

/// <summary>Applies a function to each item.</summary>
[StackTraceHidden]
internal sealed class MapWork<T, TResult>(Func<T, TResult> function) : ItemWork<T, TResult>
{
    /// <inheritdoc/>
    protected override TResult Apply(T item, long index) => function(item);
}

/// <summary>Applies a function to each item and a stream of random numbers that is the item's own.</summary>
[StackTraceHidden]
internal sealed class SeededWork<T, TResult>(Func<T, Random, TResult> function, long seed)
    : ItemWork<T, TResult>
{
    /// <inheritdoc/>
    protected override TResult Apply(T item, long index) =>
        function(item, new ItemRandom(seed, index));
}
