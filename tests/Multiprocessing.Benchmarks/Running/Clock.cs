using System.Diagnostics;

namespace Multiprocessing.Benchmarks.Running;

/// <summary>Takes the time.</summary>
internal static class Clock
{
    public static double Seconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Each of several times in a row.</summary>
    public static double[] Seconds(int times, Action action)
    {
        double[] seconds = new double[times];
        for (int i = 0; i < times; i++)
        {
            seconds[i] = Seconds(action);
        }

        return seconds;
    }
}
