using System.Diagnostics;
using Multiprocessing.Values;

namespace Multiprocessing.Parcels;

/// <summary>Applies a function to each item and reduces the results, as they come, to one.</summary>
[StackTraceHidden]
internal sealed class ReduceWork<T, TResult>(
    Func<T, TResult> map,
    Func<TResult, TResult, TResult> reduce
) : IWork
{
    /// <inheritdoc/>
    public int Execute(GraphReader items, int count, GraphWriter results, ItemProgress progress)
    {
        using Block<T> block = Block<T>.Fits ? items.ReadBlock<T>() : default;
        TResult reduced = default!;
        int done = 0;
        while (done < count && progress.Begin(done, results.Output.Length))
        {
            T item = Block<T>.Fits ? block.Values[done] : items.Read<T>();
            progress.Times?.Start();
            TResult result = map(item);
            reduced = done == 0 ? result : reduce(reduced, result);
            progress.Times?.Finish();
            done++;
        }

        results.Write(reduced, "the result");
        return done;
    }
}
