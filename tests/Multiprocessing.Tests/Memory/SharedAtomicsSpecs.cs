using System.Numerics;
using Xunit;

namespace Multiprocessing.Tests.Memory;

public class SharedAtomicsSpecs
{
    private enum Phase : byte
    {
        Begun,
        Done,
    }

    [Fact(Timeout = 60_000)]
    public async Task Counting_by_four_processes_loses_nothing()
    {
        const int Each = 50_000;
        using var counts = new SharedArray<long>(3);
        using var sum = new SharedValue<double>();
        using var small = new SharedValue<short>();
        await using var pool = new ProcessPool(4);
        int[] ids = pool.Map(
            _ =>
            {
                // All four count at the same time.
                counts.Increment(2);
                while (counts.Read(2) < 4)
                {
                    Thread.Yield();
                }

                for (int i = 0; i < Each; i++)
                {
                    counts.Increment(0);
                    counts.Add(1, -2);
                    sum.Add(0.5);
                    small.Increment();
                }

                return Environment.ProcessId;
            },
            Enumerable.Range(0, 4),
            chunkSize: 1
        );
        Assert.Equal(4, ids.Distinct().Count());
        Assert.Equal([4 * Each, -8 * Each, 4], counts.ToArray());
        Assert.Equal(2.0 * Each, sum.Value);
        Assert.Equal(unchecked((short)(4 * Each)), small.Value);
    }

    [Fact]
    public void Sums_are_returned_and_wrap_around()
    {
        Adds<int>(int.MaxValue, int.MinValue);
        Adds<uint>(uint.MaxValue, 0);
        Adds<long>(long.MaxValue, long.MinValue);
        Adds<ulong>(ulong.MaxValue, 0);
        Adds<byte>(byte.MaxValue, 0);
        Adds<sbyte>(sbyte.MaxValue, sbyte.MinValue);
        Adds<short>(short.MaxValue, short.MinValue);
        Adds<ushort>(ushort.MaxValue, 0);
        Adds<nint>(nint.MaxValue, nint.MinValue);
        Adds<double>(41, 42);
        Adds<float>(-1, 0);
        Adds<Half>((Half)1, (Half)2);
        using var nothing = new SharedValue<double>(double.NaN);
        Assert.Equal(double.NaN, nothing.Add(1));
    }

    [Fact]
    public void Exchanging_returns_what_was_there()
    {
        using var array = new SharedArray<double>([1, 2]);
        Assert.Equal(2, array.Exchange(1, 5));
        Assert.Equal(5, array.CompareExchange(1, 7, 6));
        Assert.Equal(5, array.CompareExchange(1, 7, 5));
        Assert.Equal(7, array.Read(1));
        array.Write(1, 8);
        Assert.Equal([1, 8], array.ToArray());
        using var phase = new SharedValue<Phase>();
        Assert.Equal(Phase.Begun, phase.CompareExchange(Phase.Done, Phase.Begun));
        Assert.Equal(Phase.Done, phase.Exchange(Phase.Begun));
        phase.Write(Phase.Done);
        Assert.Equal(Phase.Done, phase.Read());
        using var pair = new SharedValue<(int, int)>((1, 2));
        Assert.Equal((1, 2), pair.Exchange((3, 4)));
        Assert.Equal((3, 4), pair.Read());
    }

    [Fact]
    public void What_no_processor_changes_in_one_step_is_refused()
    {
        using var value = new SharedValue<decimal>(1);
        var e = Assert.Throws<NotSupportedException>(() => value.Add(1));
        Assert.Contains("Decimal has 16", e.Message, StringComparison.Ordinal);
        Assert.Contains("lock", e.Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => value.Read());
        Assert.Throws<NotSupportedException>(() => value.Write(2));
        Assert.Throws<NotSupportedException>(() => value.Exchange(2));
        Assert.Throws<NotSupportedException>(() => value.CompareExchange(2, 1));
        Assert.Equal(1, value.Value);
    }

    private static void Adds<T>(T start, T plusOne)
        where T : unmanaged, INumberBase<T>
    {
        using var array = new SharedArray<T>([start, start]);
        Assert.Equal(plusOne, array.Increment(1));
        Assert.Equal(start, array.Decrement(1));
        Assert.Equal(plusOne, array.Add(1, T.One));
        Assert.Equal([start, plusOne], array.ToArray());
        using var value = new SharedValue<T>(start);
        Assert.Equal(plusOne, value.Increment());
        Assert.Equal(start, value.Decrement());
    }
}
