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
        T[]? block = Block<T>.Fits ? items.Read<T[]>() : null;
        TResult reduced = default!;
        int done = 0;
        while (done < count && progress.Begin(done, results.Output.Length))
        {
            T item = block is null ? items.Read<T>() : block[done];
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
