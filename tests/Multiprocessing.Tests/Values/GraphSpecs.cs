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

    /// <summary>Stands for a call, of which both sides know the tokens.</summary>
    private sealed class Tokens(params CancellationToken[] tokens) : ITokenNumbers, ITokenTarget
    {
        public int? NumberOf(CancellationToken token) =>
            Array.IndexOf(tokens, token) is >= 0 and var index ? index : null;

        public CancellationToken TokenAt(int index, bool isCancelled) => tokens[index];
    }

    [Fact]
    public void A_token_is_the_calls_own_wherever_it_stands()
    {
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        using var strange = new CancellationTokenSource();

        var copy = Copying.Copy(
            (
                second.Token,
                new[] { first.Token },
                (object)second.Token,
                (CancellationToken?)first.Token,
                strange.Token
            ),
            context: new Tokens(first.Token, second.Token)
        );

        Assert.Equal(
            (second.Token, first.Token, second.Token, first.Token, CancellationToken.None),
            (
                copy.Item1,
                copy.Item2[0],
                (CancellationToken)copy.Item3,
                copy.Item4!.Value,
                copy.Item5
            )
        );
    }

    [Fact]
    public void A_token_that_may_be_cancelled_later_is_refused_where_nobody_could_tell_of_it()
    {
        using var source = new CancellationTokenSource();
        var e = Assert.Throws<NotSerializableException>(() => Copying.Pack(source.Token));
        Assert.Contains(
            "nothing could tell the other process",
            e.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_number_of_a_token_of_no_call_is_damage() =>
        Assert.Throws<InvalidDataException>(() => Copying.Unpack<CancellationToken>([4]));

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
