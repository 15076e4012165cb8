using System.Diagnostics;
using Multiprocessing.Values;

namespace Multiprocessing.Parcels;

/// <summary>Calls a function once.</summary>
[StackTraceHidden]
internal sealed class RunWork<TResult>(Func<TResult> function) : IWork
{
    /// <inheritdoc/>
    public int Execute(GraphReader items, int count, GraphWriter results, ItemProgress progress)
    {
        progress.Begin(0, 0);
        progress.Times?.Start();
        TResult result = function();
        progress.Times?.Finish();
        results.Write(result, "the result");
        return 1;
    }

    /// <inheritdoc/>
    public bool IsNothingBut(Delegate other) => ReferenceEquals(function, other);
}
