using Multiprocessing.Tests.Cells;
using Xunit;

namespace Multiprocessing.Tests.Values;

/// <summary>The corpus through real workers: as captured value, as item and as result.</summary>
public class WorkerCorpusSpecs
{
    public static TheoryData<string> Names => CorpusSpecs.Names;

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Names))]
    public async Task A_value_survives_the_way_to_a_worker_and_back(string name)
    {
        await Task.Yield();
        (_, Func<object?> make, Action<object?, object?> check) = Corpus.Shapes.Single(shape =>
            shape.Name == name
        );
        object? original = make();
        check(make(), CellPool.Pool.Map(item => item, new[] { original })[0]);
        check(make(), CellPool.Pool.Run(() => CheckedHere(name, original)));
    }

    /// <summary>In the worker hash codes of strings are others and nothing is shared.</summary>
    private static object? CheckedHere(string name, object? copy)
    {
        (_, Func<object?> make, Action<object?, object?> check) = Corpus.Shapes.Single(shape =>
            shape.Name == name
        );
        check(make(), copy);
        return make();
    }

    private sealed class Node
    {
        public Node? Next;
        public Node? Prev;
    }

    [Fact(Timeout = 60_000)]
    public async Task A_list_of_many_nodes_goes_to_a_worker_and_back_as_item_capture_and_result()
    {
        await Task.Yield();
        const int many = 100_000;
        var first = new Node();
        for (int i = 1; i < many; i++)
        {
            var node = new Node { Next = first };
            first.Prev = node;
            first = node;
        }

        Assert.Equal(many, CellPool.Pool.Run(() => Length(first)));
        Assert.Equal(many, CellPool.Pool.Map(Length, [first])[0]);
        Assert.Equal(many, Length(CellPool.Pool.Map(node => node, [first])[0]));
    }

    [Fact(Timeout = 60_000)]
    public async Task Functions_that_call_functions_go_to_a_worker_however_many_they_are()
    {
        await Task.Yield();
        const int many = 20_000;
        Func<object> function = () => "innermost";
        for (int i = 0; i < many; i++)
        {
            Func<object> inner = function;
            function = () => inner;
        }

        int depth = CellPool.Pool.Run(() =>
        {
            int count = 0;
            for (object? next = function; next is Func<object> inner; next = inner())
            {
                count++;
            }

            return count;
        });

        Assert.Equal(many + 1, depth);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_exception_around_very_many_others_comes_back_from_a_worker()
    {
        await Task.Yield();
        const int many = 5_000;

        var error = Assert.Throws<InvalidOperationException>(() =>
            CellPool.Pool.Run(() =>
            {
                Exception chain = new FormatException("innermost");
                for (int i = 0; i < many; i++)
                {
                    chain = new InvalidOperationException("around", chain);
                }

                throw chain;
            })
        );

        Exception? last = error;
        for (int i = 0; i < many; i++)
        {
            last = last!.InnerException;
        }

        Assert.Equal("innermost", Assert.IsType<FormatException>(last).Message);
    }

    private static int Length(Node? node)
    {
        int length = 0;
        for (; node is not null; node = node.Next)
        {
            length++;
        }

        return length;
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_sees_hash_containers_that_work_there()
    {
        await Task.Yield();
        var names = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["Ada"] = 1 };
        var set = new HashSet<(string, int)> { ("a", 1) };
        Assert.True(
            CellPool.Pool.Run(() =>
                names["ADA"] == 1 && set.Contains(("a", 1)) && !set.Contains(("a", 2))
            )
        );
    }
}
