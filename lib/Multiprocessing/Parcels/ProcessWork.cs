using System.Diagnostics;
using Multiprocessing.Values;

namespace Multiprocessing.Parcels;

/// <summary>The target of a <see cref="WorkerProcess"/>: what it throws ends the process as it would end a program.</summary>
[StackTraceHidden]
internal sealed class ProcessWork(Func<bool> target, string name) : IWork
{
    private const int Failed = 1;

    /// <inheritdoc/>
    public int Execute(GraphReader items, int count, GraphWriter results, ItemProgress progress)
    {
        try
        {
            target();
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"{name}: {e}");
            Environment.ExitCode = Failed;
        }

        return 1;
    }
}
