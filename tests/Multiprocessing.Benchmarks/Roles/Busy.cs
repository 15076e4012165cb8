using System.Runtime.CompilerServices;
using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks.Roles;

/// <summary>A process that computes as long as it is told to: for the control, and the ceiling of all parallel work.</summary>
internal static class Busy
{
    public const string Role = "busy";

    public static double[] Seconds(long steps) => [Clock.Seconds(() => Compute(steps))];

    /// <summary>Steps that each need the one before, in registers alone: a measure of a core and nothing else.</summary>
    /// <remarks>Optimised at once, or the first calls in each process would be slower than later ones.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static ulong Compute(long steps)
    {
        ulong x = 1;
        for (long i = 0; i < steps; i++)
        {
            x = (x * 6364136223846793005) + 1442695040888963407;
        }

        return x;
    }
}
