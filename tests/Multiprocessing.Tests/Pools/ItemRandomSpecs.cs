using Multiprocessing.Parcels;
using Xunit;

namespace Multiprocessing.Tests.Pools;

public class ItemRandomSpecs
{
    [Fact]
    public void The_numbers_are_those_of_the_published_algorithms()
    {
        // The first output of xoshiro256** is rotl(s1 * 5, 7) * 9, where s1 is the second output of SplitMix64; for seed and
        // index 0 that of a SplitMix64 that begins at 0, whose first outputs are published with the algorithm.
        const ulong second = 0x6E789E6AA1B965F4;
        ulong expected = unchecked(System.Numerics.BitOperations.RotateLeft(second * 5, 7) * 9);
        var bytes = new byte[8];
        new ItemRandom(0, 0).NextBytes(bytes);
        Assert.Equal(expected, BitConverter.ToUInt64(bytes));
    }

    [Fact]
    public void Numbers_stay_within_their_bounds_and_fill_them()
    {
        var random = new ItemRandom(42, 7);
        int[] counts = new int[10];
        double sum = 0;
        for (int i = 0; i < 100_000; i++)
        {
            counts[random.Next(-5, 5) + 5]++;
            sum += random.NextDouble();
            Assert.InRange(
                random.NextInt64(long.MinValue, long.MaxValue),
                long.MinValue,
                long.MaxValue - 1
            );
            Assert.InRange(random.NextSingle(), 0, 0.99999994f);
        }

        // Six standard deviations of a fair draw.
        Assert.All(counts, count => Assert.InRange(count, 10_000 - 570, 10_000 + 570));
        Assert.InRange(sum / 100_000, 0.5 - 0.0055, 0.5 + 0.0055);
        Assert.Equal(0, random.Next(0));
        Assert.Equal(3, random.Next(3, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(4, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(-1));
    }

    [Fact]
    public void Neighbouring_items_draw_unlike_numbers()
    {
        double[] first =
        [
            .. Enumerable.Range(0, 10_000).Select(i => new ItemRandom(1, i).NextDouble()),
        ];
        double mean = first.Average();
        double correlation =
            first.Zip(first.Skip(1), (a, b) => (a - mean) * (b - mean)).Average() * 12;
        Assert.InRange(mean, 0.48, 0.52);
        Assert.InRange(correlation, -0.05, 0.05);
    }
}
