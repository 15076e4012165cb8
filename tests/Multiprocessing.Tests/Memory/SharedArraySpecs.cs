using Xunit;

namespace Multiprocessing.Tests.Memory;

public class SharedArraySpecs
{
    [Fact]
    public void An_array_begins_with_zeros_or_with_what_it_is_given()
    {
        using var zeros = new SharedArray<double>(1_000);
        Assert.Equal(1_000, zeros.Length);
        Assert.Equal(new double[1_000], zeros.ToArray());
        using var given = new SharedArray<int>([4, 6, 2]);
        Assert.Equal([4, 6, 2], given.ToArray());
        int[] items = [1, 2];
        using var copied = new SharedArray<int>(items);
        items[0] = 9;
        Assert.Equal([1, 2], copied.ToArray());
        Assert.Equal(12, given.Sum());
    }

    [Fact]
    public async Task Elements_are_changed_in_place_by_index_span_and_memory()
    {
        using var array = new SharedArray<Reading>(3);
        array[0].Value = 1.5;
        array.Span[1].Sensor = 7;
        Memory<Reading> memory = array.Memory;
        await Task.Yield();
        memory.Span[2] = new Reading { Sensor = 3, Value = 2 };
        array.AsSpan(1, 2)[0].Value = 4;
        Assert.Equal(
            [
                new Reading { Value = 1.5 },
                new Reading { Sensor = 7, Value = 4 },
                new Reading { Sensor = 3, Value = 2 },
            ],
            array.ToArray()
        );
        unsafe
        {
            using System.Buffers.MemoryHandle pin = memory[1..].Pin();
            Assert.Equal(7, ((Reading*)pin.Pointer)->Sensor);
        }
    }

    [Fact]
    public void Memory_begins_where_vectors_are_fastest()
    {
        using var array = new SharedArray<byte>(10);
        Assert.Equal(0, AddressOf(array) % 64);
    }

    [Fact]
    public void An_array_may_be_empty()
    {
        using var array = new SharedArray<int>(0);
        Assert.Equal(0, array.Length);
        Assert.True(array.Span.IsEmpty);
        Assert.True(array.Memory.IsEmpty);
        Assert.Empty(array.ToArray());
        using System.Buffers.MemoryHandle pin = array.Memory.Pin();
        Assert.Throws<ArgumentOutOfRangeException>(() => array[0]);
    }

    [Fact]
    public void What_is_not_there_cannot_be_reached()
    {
        using var array = new SharedArray<int>(5);
        Assert.Throws<ArgumentOutOfRangeException>(() => array[5]);
        Assert.Throws<ArgumentOutOfRangeException>(() => array[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => array[long.MaxValue]);
        Assert.Throws<ArgumentOutOfRangeException>(() => array.AsSpan(4, 2).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => array.AsSpan(-1, 1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => array.AsSpan(6, 0).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => array.AsSpan(0, -1).Length);
        Assert.Equal(0, array.AsSpan(5, 0).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SharedArray<int>(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SharedArray<long>(long.MaxValue));
    }

    [Fact]
    public void More_elements_than_a_span_shows_are_reached_by_index()
    {
        const long Count = int.MaxValue + 10L;
        using var array = new SharedArray<byte>(Count);
        array[Count - 1] = 7;
        Assert.Equal(7, array.AsSpan(Count - 3, 3)[2]);
        Assert.Contains(
            "AsSpan",
            Assert.Throws<InvalidOperationException>(() => array.Span.Length).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<InvalidOperationException>(() => array.Memory);
    }

    [Fact]
    public void A_disposed_array_says_so_and_may_be_disposed_again()
    {
        var array = new SharedArray<int>([1, 2, 3]);
        Memory<int> memory = array.Memory;
        Assert.Equal("SharedArray<Int32>[3], 12 bytes", array.ToString());
        array.Dispose();
        array.Dispose();
        Assert.Throws<ObjectDisposedException>(() => array[0]);
        Assert.Throws<ObjectDisposedException>(() => array.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => array.Memory);
        Assert.Throws<ObjectDisposedException>(() => memory.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => array.ToArray());
        Assert.Throws<ObjectDisposedException>(() => array.Add(0, 1));
        Assert.Equal("SharedArray<Int32>[3], disposed", array.ToString());
    }

    [Fact(Timeout = 60_000)]
    public async Task Disposing_while_other_threads_use_it_harms_nobody()
    {
        Assert.SkipWhen(
            OperatingSystem.IsWindows(),
            "Spans are not guarded, and Windows takes the memory at once."
        );
        for (int round = 0; round < 50; round++)
        {
            var array = new SharedArray<long>(100_000);
            Task[] users =
            [
                .. Enumerable
                    .Range(0, 2)
                    .Select(_ =>
                        Task.Run(() =>
                        {
                            Span<long> span = array.Span;
                            for (int i = 0; i < 300_000; i++)
                            {
                                span[i % span.Length]++;
                            }
                        })
                    ),
                Task.Run(() =>
                {
                    for (int i = 0; i < 100_000; i++)
                    {
                        array.Increment(i);
                    }
                }),
            ];
            array.Dispose();
            foreach (Task user in users)
            {
                try
                {
                    await user;
                }
                catch (ObjectDisposedException)
                {
                    // It came too late to begin.
                }
            }
        }
    }

    [Fact]
    public void A_value_is_read_and_set()
    {
        using var shared = new SharedValue<Reading>(new Reading { Sensor = 1 });
        shared.Value = shared.Value with { Value = 2.5 };
        Assert.Equal(new Reading { Sensor = 1, Value = 2.5 }, shared.Value);
        using var count = new SharedValue<int>();
        Assert.Equal("0", count.ToString());
        count.Value = 5;
        Assert.Equal("5", count.ToString());
        count.Dispose();
        Assert.Equal("SharedValue<Int32>, disposed", count.ToString());
        Assert.Throws<ObjectDisposedException>(() => count.Value);
    }

    private static unsafe nint AddressOf(SharedArray<byte> array)
    {
        fixed (byte* first = array.Span)
        {
            return (nint)first;
        }
    }

    private record struct Reading
    {
        public int Sensor;
        public double Value;
    }
}
