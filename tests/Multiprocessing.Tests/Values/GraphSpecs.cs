using Xunit;

namespace Multiprocessing.Tests.Values;

public class GraphSpecs
{
    private sealed class Node
    {
        public Node? Next;
        public int Number;
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
    public void Simple_things_travel()
    {
        var n = 5;
        Func<int, int> add = x => x + n;
        Assert.Equal(7, Copying.Copy(add)(2));
        var d = new Dictionary<string, (int, string)[]> { ["a"] = [(1, "x")] };
        Assert.Equal(
            "x",
            Copying.Copy<object>(d) is Dictionary<string, (int, string)[]> c ? c["a"][0].Item2 : ""
        );
        Assert.Equal(["a", null], Copying.Copy<object?[]>(new string?[] { "a", null }));
    }
}
