using System.Buffers;
using System.Runtime.InteropServices;
using Multiprocessing.Values;
using Xunit;

namespace Multiprocessing.Tests.Values;

/// <summary>The values of a chunk, written and read in one piece.</summary>
public class BlockSpecs
{
    private readonly record struct Point(double X, int Y);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000)]
    [InlineData(50_000)]
    public void It_comes_out_as_it_went_in(int count)
    {
        int[] numbers = [.. Enumerable.Range(0, count + 7)];
        AssertTravels(numbers, 3, count);
        AssertTravels(Array.ConvertAll(numbers, n => new Point(n, -n)), 3, count);
        AssertTravels(Array.ConvertAll(numbers, n => (nint)n), 3, count);
        AssertTravels(Array.ConvertAll(numbers, n => n % 2 == 0), 3, count);
        AssertTravels(
            Array.ConvertAll(numbers, n => n % 7 == 0 ? (CancellationToken?)null : default),
            3,
            count
        );
    }

    [Fact]
    public void The_values_go_from_where_they_are()
    {
        int[] numbers = [.. Enumerable.Range(0, 50_000)];
        using var output = new PayloadWriter();
        NewWriter(output).WriteBlock(Block<int>.Of(numbers, 100, 10_000), 10_000, "the items");
        ApartArray apart = Assert.Single(output.Apart);
        Assert.Same(numbers, apart.Array);
        Assert.Equal((400, 40_000), (apart.Start, apart.Length));
    }

    [Fact]
    public void They_may_lie_behind_the_first_2_GB_of_an_array()
    {
        // Reserved, but hardly any of it ever touched.
        const int Many = 300_000_000;
        Assert.SkipUnless(
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes > 2L * sizeof(long) * Many,
            "little memory"
        );
        long[] numbers = GC.AllocateUninitializedArray<long>(Many);
        numbers.AsSpan(Many - 10_000).Fill(7);
        AssertTravels(numbers, Many - 10_000, 10_000);
    }

    [Fact]
    public void More_than_a_message_takes_can_be_rented_and_is_refused_when_it_is_sent()
    {
        const int TooMany = 70_000;
        Assert.SkipUnless(
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes > 2L * Large.Length * TooMany,
            "little memory"
        );
        Block<Large> rented = Block<Large>.Rent(TooMany);
        using var output = new PayloadWriter();
        var e = Assert.Throws<NotSerializableException>(() =>
            NewWriter(output).WriteBlock(rented, TooMany, "the results")
        );
        Assert.Contains("2 GB at most", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_borrowed_is_given_back_and_nothing_else()
    {
        byte[] before = ArrayPool<byte>.Shared.Rent(400_000);
        ArrayPool<byte>.Shared.Return(before);
        using var output = new PayloadWriter();
        GraphWriter writer = NewWriter(output);
        Block<int> rented = Block<int>.Rent(100_000);
        writer.WriteBlock(rented, 90_000, "the results");
        Assert.Same(before, Assert.Single(output.Apart).Array);
        Assert.NotSame(before, ArrayPool<byte>.Shared.Rent(400_000));
        output.Clear();
        Assert.Same(before, ArrayPool<byte>.Shared.Rent(400_000));

        byte[] own = new byte[131_072];
        writer.WriteBlock(Block<byte>.Of(own, 0, own.Length), own.Length, "the items");
        output.Clear();
        Assert.NotSame(own, ArrayPool<byte>.Shared.Rent(own.Length));
    }

    [Fact]
    public void What_cannot_travel_is_refused_with_its_name()
    {
        using var output = new PayloadWriter();
        var e = Assert.Throws<NotSerializableException>(() =>
            NewWriter(output)
                .WriteBlock(Block<Holder>.Of([new Holder(1), new Holder(2)], 0, 2), 2, "the items")
        );
        Assert.Contains("the items", e.Message);
        Assert.Equal(0, output.Length);
    }

    private static void AssertTravels<T>(T[] values, int first, int count)
    {
        using var output = new PayloadWriter();
        GraphWriter writer = NewWriter(output);
        writer.Write(1, "before");
        writer.WriteBlock(Block<T>.Of(values, first, count), count, "the items");
        writer.Write(2, "behind");
        var reader = new GraphReader(output.Written.ToArray(), new LoadedAssemblies())
        {
            Apart = Array.ConvertAll(output.Apart, array => array.Copied()),
        };
        Assert.Equal(1, reader.Read<int>());
        using (Block<T> block = reader.ReadBlock<T>())
        {
            Assert.Equal(values[first..(first + count)], block.Values[..count].ToArray());
        }

        Assert.Equal(2, reader.Read<int>());
        Assert.True(reader.IsAtEnd);
    }

    private static GraphWriter NewWriter(PayloadWriter output) =>
        new(output, new LoadedAssemblies(), new ReachesAll());

    [StructLayout(LayoutKind.Sequential, Size = Length)]
    private struct Large
    {
        public const int Length = 32 * 1024;
        public byte First;
    }

    private readonly unsafe struct Holder(int number)
    {
        private readonly int* _address = (int*)number;

        public int* Address => _address;
    }
}
