using System.Diagnostics;
using Multiprocessing.Code;
using Multiprocessing.Values;

namespace Multiprocessing.Parcels;

/// <summary>Applies a function to each item and writes for each whether it succeeded, and its result or exception.</summary>
[StackTraceHidden]
internal sealed class OutcomeWork<T, TResult>(Func<T, TResult> function) : IWork
{
    /// <inheritdoc/>
    public int Execute(GraphReader items, int count, GraphWriter results, ItemProgress progress)
    {
        using Block<T> block = Block<T>.Fits ? items.ReadBlock<T>() : default;
        int done = 0;
        while (done < count && progress.Begin(done, results.Output.Length))
        {
            results.Output.Settle(); // what the last item returned is this one's to change
            T item = Block<T>.Fits ? block.Values[done] : items.Read<T>();
            int length = results.Output.Length;
            try
            {
                progress.Times?.Start();
                TResult result = function(item);
                progress.Times?.Finish();
                results.Write(true, "");
                results.Write(result, "the result");
            }
            catch (Exception e)
            {
                progress.Times?.Finish();
                results.Output.Truncate(length);
                results.Write(false, "");
                results.Write(
                    Failure.Pack(e, progress.Current, results.Book, results.Context),
                    "the failure"
                );
            }

            done++;
        }

        return done;
    }
}
