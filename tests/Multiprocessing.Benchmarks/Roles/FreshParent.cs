using Multiprocessing.Benchmarks.Running;
using Multiprocessing.Benchmarks.Works;

namespace Multiprocessing.Benchmarks.Roles;

/// <summary>A program that uses pools for the first time in its life, then again.</summary>
internal static class FreshParent
{
    public const string Role = "fresh-parent";
    private const int Calls = 5;

    /// <summary>A pool of 2 from constructor to first result and disposed: the first and a second one; the shared pool cold and warm.</summary>
    public static double[] Seconds()
    {
        double cold = Clock.Seconds(OwnPool);
        double second = Clock.Seconds(OwnPool);
        double sharedCold = Clock.Seconds(SharedPool);
        return [cold, second, sharedCold, Statistics.Median(Clock.Seconds(Calls, SharedPool))];
    }

    private static void OwnPool()
    {
        using var pool = new ProcessPool(2);
        pool.Run(() => Trivial.AddOne(1));
    }

    private static void SharedPool() => ProcessPool.Shared.Run(() => Trivial.AddOne(1));
}
