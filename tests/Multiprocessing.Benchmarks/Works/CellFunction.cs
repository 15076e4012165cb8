using System.Diagnostics;

namespace Multiprocessing.Benchmarks.Works;

/// <summary>A function as people write it, compiled into this assembly, and, its text being a resource, also as a cell.</summary>
internal static class CellFunction
{
    /// <summary>Primes below a limit, by division: loops, a list, calls.</summary>
    private static int CountPrimes(int limit)
    {
        var primes = new List<int>();
        for (int candidate = 2; candidate < limit; candidate++)
        {
            if (IsPrime(candidate, primes))
            {
                primes.Add(candidate);
            }
        }

        return primes.Count;
    }

    private static bool IsPrime(int candidate, List<int> primes)
    {
        foreach (int prime in primes)
        {
            if (prime * prime > candidate)
            {
                return true;
            }

            if (candidate % prime == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How long each of several calls takes, by the clock of whoever runs it.</summary>
    public static double[] Times(int calls, int limit)
    {
        double[] seconds = new double[calls];
        for (int i = 0; i < calls; i++)
        {
            long start = Stopwatch.GetTimestamp();
            CountPrimes(limit);
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return seconds;
    }
}
