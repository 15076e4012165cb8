using Multiprocessing.Values;
using Xunit;

namespace Multiprocessing.Tests.Values;

/// <summary>Large arrays, which a payload may keep apart.</summary>
public class ApartArraySpecs
{
    private const int Many = 100_000;

    private enum Suit : short
    {
        Hearts,
        Spades,
    }

    private readonly record struct Point(double X, int Y);

    private static object?[] Shapes =>
        [
            Filled(Many, i => (double)i),
            Filled(Many, i => (byte)i),
            Filled(Many, i => i % 2 == 0),
            Filled(Many, i => (char)i),
            Filled(Many, i => (Suit)(i % 2)),
            Filled(Many, i => new Point(i, -i)),
            Filled(Many, i => (nint)i),
            Filled(Many, i => i % 7 == 0 ? (int?)null : i),
            Filled(Many, i => $"{i}"),
            Filled(3, i => (long)i),
            new List<int>(Filled(Many, i => i)),
            new ArraySegment<int>(Filled(Many, i => i), 5, Many - 10),
            Grid(),
        ];

    [Fact]
    public void They_come_out_as_they_went_in_whether_apart_or_in_their_place()
    {
        object?[] shapes = Shapes;
        Assert.Equivalent(shapes, Copying.Copy(shapes), strict: true);
        foreach (object? shape in shapes)
        {
            var copy = ThroughParts(shape);
            Assert.Equal(shape!.GetType(), copy!.GetType());
            Assert.Equal(
                (System.Collections.IEnumerable)shape,
                (System.Collections.IEnumerable)copy
            );
        }
    }

    [Fact]
    public void One_that_arrived_apart_is_the_array_that_is_read()
    {
        double[] array = Filled(Many, i => (double)i);
        using var output = new PayloadWriter();
        NewWriter(output).Write(array, "the array");
        Assert.Same(array, Assert.Single(output.Apart).Array);

        var reader = new GraphReader(output.Written, new LoadedAssemblies())
        {
            Apart = output.Apart,
        };

        Assert.Same(array, reader.Read<double[]>());
    }

    [Fact]
    public void One_met_twice_travels_once_and_stays_one()
    {
        int[] array = Filled(Many, i => i);
        var copy = (object[])ThroughParts(new object[] { array, "between", array })!;
        Assert.Same(copy[0], copy[2]);
        Assert.Equal(array, copy[0]);
    }

    [Fact]
    public void One_that_is_settled_may_be_changed_and_others_not_yet()
    {
        int[] array = Filled(Many, i => i);
        Point[] points = Filled(Many, i => new Point(i, i));
        using var output = new PayloadWriter();
        var writer = NewWriter(output);
        writer.Write(array, "the array");
        writer.Write(points, "the points");
        output.Settle();
        (array[0], points[0]) = (-1, new Point(-1, -1));

        var reader = ReaderOf(output);

        Assert.Equal(0, reader.Read<int[]>()[0]);
        Assert.Equal(new Point(0, 0), reader.Read<Point[]>()[0]);
    }

    [Fact]
    public void A_graph_that_is_refused_leaves_none_behind()
    {
        int[] array = Filled(Many, i => i);
        using var output = new PayloadWriter();
        var writer = NewWriter(output);
        writer.Write(array, "the array");
        int length = output.Length;

        Assert.Throws<NotSerializableException>(() =>
            writer.Write(new object[] { array, new Thread(() => { }) }, "the graph")
        );

        Assert.Equal(length, output.Length);
        writer.Write("behind", "the text");
        var reader = ReaderOf(output);
        Assert.Equal(array, reader.Read<int[]>());
        Assert.Equal("behind", reader.Read<string>());
    }

    [Fact]
    public void One_that_is_missing_or_of_another_length_is_noticed()
    {
        int[] array = Filled(Many, i => i);
        using var output = new PayloadWriter();
        var writer = NewWriter(output);
        writer.Write(array, "the array");
        writer.Write(array, "the array");

        foreach (
            ApartArray[] wrong in (ApartArray[][])
                [
                    [output.Apart[0]],
                    [output.Apart[0], new ApartArray(new byte[Many], Many)],
                ]
        )
        {
            var reader = new GraphReader(output.Written, new LoadedAssemblies()) { Apart = wrong };
            Assert.Equal(array, reader.Read<int[]>());
            Assert.Throws<InvalidDataException>(reader.Read<int[]>);
        }
    }

    private static object? ThroughParts(object? value)
    {
        using var output = new PayloadWriter();
        NewWriter(output).Write(value, "the value");
        return ReaderOf(output).Read<object?>();
    }

    private static GraphWriter NewWriter(PayloadWriter output) =>
        new(output, new LoadedAssemblies(), new ReachesAll());

    /// <summary>Reads what the other side would get.</summary>
    private static GraphReader ReaderOf(PayloadWriter output) =>
        new(output.Written.ToArray(), new LoadedAssemblies())
        {
            Apart = Array.ConvertAll(output.Apart, array => array.Copied()),
        };

    private static T[] Filled<T>(int count, Func<int, T> element) =>
        [.. Enumerable.Range(0, count).Select(element)];

    private static double[,] Grid()
    {
        var grid = new double[300, 400];
        for (int i = 0; i < 300; i++)
        for (int j = 0; j < 400; j++)
            grid[i, j] = (i * 1000) + j;
        return grid;
    }
}
