using Multiprocessing.Benchmarks.Running;
using Multiprocessing.Benchmarks.Works;

namespace Multiprocessing.Benchmarks.Roles;

/// <summary>A program that moves large arrays for the first time in its life, then again: memory it has used would be warm.</summary>
internal static class Transfer
{
    public const string Role = "transfer";
    private static double[]? s_kept;

    /// <summary>Each transfer's time, the first first.</summary>
    /// <param name="direction"><c>item</c> or <c>result</c>.</param>
    /// <param name="bytes">The array's size.</param>
    /// <param name="times">How often it travels.</param>
    public static double[] Seconds(string direction, int bytes, int times)
    {
        int length = bytes / sizeof(double);
        using var pool = new ProcessPool(1);
        for (int i = 0; i < 5; i++)
        {
            pool.Run(() => Trivial.AddOne(i));
        }

        if (direction == "item")
        {
            double[] array = Filled(length);
            return Clock.Seconds(times, () => Check(pool.Map(Ends, [array])[0], length));
        }

        // Made beforehand, so that only its way back is timed.
        pool.Run(() => Keep(length));
        return Clock.Seconds(times, () => Check(Ends(pool.Run(() => s_kept!)), length));
    }

    /// <summary>Touches both ends: an array that only claims to be there is not.</summary>
    private static double Ends(double[] array) => array[0] + array[^1];

    private static void Check(double ends, int length)
    {
        if (ends != length - 1)
        {
            throw new InvalidOperationException(
                "The array that arrived is not the one that was sent."
            );
        }
    }

    private static void Keep(int length) => s_kept = Filled(length);

    private static double[] Filled(int length)
    {
        double[] array = new double[length];
        for (int i = 0; i < length; i++)
        {
            array[i] = i;
        }

        return array;
    }
}
