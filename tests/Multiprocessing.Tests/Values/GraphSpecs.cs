using System.Collections;
using Multiprocessing.Values;
using Xunit;

namespace Multiprocessing.Tests.Values;

public class GraphSpecs
{
    private sealed class Node
    {
        public Node? Next;
        public int Number;
    }

    private sealed class Twig
    {
        public object? Left;
        public object? Right;
    }

    /// <summary>Stands for something both processes know by number.</summary>
    private sealed class Door(int number)
    {
        public int Number => number;
    }

    private readonly struct Key(int number)
    {
        public readonly int Number = number;
    }

    private sealed class DoorCodec : HandleCodec<Door>
    {
        public override void Write(GraphWriter writer, Door value) =>
            writer.Output.WriteVarint(((List<Door>)writer.Context!).IndexOf(value));

        public override Door Read(GraphReader reader) =>
            ((List<Door>)reader.Context!)[reader.ReadNumber()];
    }

    private sealed class KeyCodec : HandleCodec<Key>
    {
        public override void Write(GraphWriter writer, Key value) =>
            writer.Output.WriteVarint(value.Number);

        public override Key Read(GraphReader reader) => new(reader.ReadNumber() + 100);
    }

    static GraphSpecs()
    {
        Handles.Register(typeof(Door), () => new DoorCodec());
        Handles.Register(typeof(Key), () => new KeyCodec());
    }

    [Fact]
    public void A_chain_of_a_million_nodes_travels()
    {
        Node? chain = null;
        for (var i = 0; i < 1_000_000; i++)
            chain = new Node { Next = chain, Number = i };

        var copy = Copying.Copy(chain)!;

        for (var i = 999_999; i >= 0; i--, copy = copy.Next!)
            Assert.Equal(i, copy.Number);
        Assert.Null(copy);
    }

    [Fact]
    public void A_linked_list_of_a_million_items_travels() =>
        Assert.Equal(
            Enumerable.Range(0, 1_000_000),
            Copying.Copy(new LinkedList<int>(Enumerable.Range(0, 1_000_000)))
        );

    [Fact]
    public void A_nest_deeper_than_any_stack_travels()
    {
        object nest = "core";
        for (var i = 0; i < 300_000; i++)
            nest = new Twig { Left = nest, Right = "leaf" };

        var copy = Copying.Copy(nest);

        for (var i = 0; i < 300_000; i++)
            copy = Assert.IsType<Twig>(copy).Left!;
        Assert.Equal("core", copy);
    }

    [Fact]
    public void A_type_with_a_codec_of_its_own_travels_as_a_handle()
    {
        var (first, second) = (new Door(1), new Door(2));
        List<Door> doors = [first, second];

        var copy = Copying.Copy(
            new object[] { second, first, second, new Door?[] { null } },
            context: doors
        );

        Assert.Equal([second, first, second], copy[..3]);
        Assert.Null(((Door?[])copy[3])[0]);
    }

    [Fact]
    public void A_struct_with_a_codec_of_its_own_travels_as_a_handle_wherever_it_stands()
    {
        var copy = Copying.Copy(
            (new Key(1), new[] { new Key(2) }, (object)new Key(3), (Key?)new Key(4))
        );

        Assert.Equal(
            (101, 102, 103, 104),
            (
                copy.Item1.Number,
                copy.Item2[0].Number,
                ((Key)copy.Item3).Number,
                copy.Item4!.Value.Number
            )
        );
    }

    [Fact]
    public void A_lazily_evaluated_result_becomes_an_array()
    {
        var evaluated = 0;
        IEnumerable<int> Numbers()
        {
            evaluated++;
            yield return 1;
            yield return 2;
        }

        var results = Copying.Copy(
            (
                Numbers(),
                Numbers().Where(n => n > 1),
                (object)Numbers(),
                new List<IEnumerable> { Numbers() }
            ),
            materialise: true
        );

        Assert.Equal(4, evaluated);
        Assert.Equal([1, 2], Assert.IsType<int[]>(results.Item1));
        Assert.Equal([2], Assert.IsType<int[]>(results.Item2));
        Assert.IsType<int[]>(results.Item3);
        Assert.IsType<int[]>(results.Item4[0]);
    }

    [Fact]
    public void A_lazily_evaluated_result_met_twice_is_evaluated_once()
    {
        var evaluated = 0;
        IEnumerable<int> Numbers()
        {
            evaluated++;
            yield return 1;
        }
        var numbers = Numbers();

        var copy = Copying.Copy(new[] { numbers, numbers }, materialise: true);

        Assert.Equal(1, evaluated);
        Assert.Same(copy[0], copy[1]);
    }

    [Fact]
    public void What_is_not_a_result_stays_lazy()
    {
        static IEnumerable<int> Numbers()
        {
            yield return 1;
        }
        var copy = Copying.Copy(Numbers());
        Assert.IsNotType<int[]>(copy);
        Assert.Equal([1], copy);
    }

    [Fact]
    public void A_place_that_takes_no_array_gets_the_sequence_itself()
    {
        var copy = Copying.Copy(new[] { 3, 1 }.OrderBy(n => n), materialise: true);
        Assert.Equal([1, 3], copy.ThenBy(n => n));
    }

    [Fact]
    public void Several_graphs_follow_one_another_in_one_payload()
    {
        using var output = new PayloadWriter();
        var writer = new GraphWriter(output, new LoadedAssemblies(), new ReachesAll());
        var shared = new Version(1, 2);
        writer.Write<object[]>([shared, shared], "item 0");
        writer.Write(7, "item 1");
        writer.Write<object?>(shared, "item 2");

        var reader = new GraphReader(output.ToArray(), new LoadedAssemblies());

        var pair = reader.Read<object[]>();
        Assert.Same(pair[0], pair[1]);
        Assert.Equal(7, reader.Read<int>());
        Assert.Equal(shared, reader.Read<object?>());
        Assert.True(reader.IsAtEnd);
    }

    [Fact]
    public void A_long_text_met_often_is_written_once()
    {
        var text = new string('x', 1000);
        Assert.InRange(Copying.Pack(Enumerable.Repeat(text, 100).ToArray()).Length, 1000, 1400);
    }

    [Fact]
    public void Fields_that_are_read_often_are_read_right()
    {
        var things = Enumerable
            .Range(0, 10_000)
            .Select(i => (i, new Twig { Left = $"{i}", Right = (i, "x") }))
            .ToArray();
        for (var round = 0; round < 2; round++)
            Alike.Check(things, Copying.Copy(things));
    }
}
