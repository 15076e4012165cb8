using System.Diagnostics;
using System.Globalization;

namespace Multiprocessing.Stress.Roles;

/// <summary>A program that starts workers again and again, and says after how many milliseconds each had done its first work.</summary>
internal static class StartingWorkers
{
    /// <summary>What is started: a pool of two.</summary>
    public const string Pool = "pool";

    /// <summary>What is started: one process.</summary>
    public const string Process = "process";

    public static async Task<int> PlayAsync(string[] arguments)
    {
        int times = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        for (int i = 0; i < times; i++)
        {
            long began = Stopwatch.GetTimestamp();
            if (arguments[0] == Pool)
            {
                await using var pool = new ProcessPool(2);
                pool.Map(n => n, [1, 2, 3]);
            }
            else
            {
                await using var process = WorkerProcess.StartNew(() => { });
                await process.JoinAsync().ConfigureAwait(false);
            }

            Console.WriteLine(
                Stopwatch
                    .GetElapsedTime(began)
                    .TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture)
            );
        }

        return 0;
    }
}
