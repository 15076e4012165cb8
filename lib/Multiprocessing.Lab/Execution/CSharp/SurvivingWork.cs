using System.Diagnostics;

namespace Multiprocessing.Lab.Execution.CSharp;

/// <summary>
/// Looks whether a stopped cell has left work running that cannot be stopped: what it handed to the thread pool, or to
/// threads of its own. It would go on, take its time and hold what it holds, without a word.
/// </summary>
internal static class SurvivingWork
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);
    private const int MostLooks = 5;

    /// <summary>The thread that looks acts for the cell too.</summary>
    private const int OwnThread = 1;

    /// <summary>What another thread's loop takes of a core, and the session's own housekeeping does not.</summary>
    private const double MuchOfACore = 0.5;

    /// <param name="cell">The cell, on whose behalf the caller runs.</param>
    /// <returns>A line for the user; null where nothing seems to be left.</returns>
    public static async Task<string?> FindAsync(CellScope cell)
    {
        var busy = 0;
        for (var look = 0; look < MostLooks; look++)
        {
            var used = await ShareOfACoreAsync().ConfigureAwait(false);
            busy = cell.PoolThreads - OwnThread;
            if (busy <= 0 && used < MuchOfACore)
                return null;
        }
        var where =
            busy > 0
                ? $"{busy} of the thread pool's threads"
                : "threads that the cells have started";
        return $"[Still running: work on {where} does not end when a cell is stopped. Restart the session to end it.]\n";
    }

    private static async Task<double> ShareOfACoreAsync()
    {
        using var self = Process.GetCurrentProcess();
        var watch = Stopwatch.StartNew();
        var before = self.TotalProcessorTime;
        await Task.Delay(s_look).ConfigureAwait(false);
        self.Refresh();
        return (self.TotalProcessorTime - before) / watch.Elapsed;
    }
}
