using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.Specialized;
using Xunit;

namespace Multiprocessing.Tests.Values;

public static partial class Corpus
{
    /// <summary>The containers beside Dictionary and HashSet that find their items by hash code.</summary>
    private static IEnumerable<(string, Func<object?>, Action<object?, object?>)> HashedToo =>
        [
            Found(
                "concurrent dictionary",
                () => new ConcurrentDictionary<string, int>(Counted),
                (d, k) => d[k]
            ),
            Found(
                "ordered dictionary",
                () => new OrderedDictionary<string, int>(Counted),
                (d, k) => d[k]
            ),
            Shape<OrderedDictionary<string, int>>(
                "order of a dictionary",
                () => new(Counted),
                (_, copy) => Assert.Equal(s_words, copy.Keys)
            ),
            Shape<Hashtable>(
                "hash table",
                () => new() { ["a"] = 1, [2] = "two" },
                (_, copy) => Assert.Equal((1, "two"), (copy["a"], copy[2]))
            ),
            Shape<Hashtable>(
                "hash table that ignores case",
                () => new(StringComparer.OrdinalIgnoreCase) { ["a"] = 1 },
                (_, copy) => Assert.Equal(1, copy["A"])
            ),
            Shape<Hashtable>(
                "synchronised hash table",
                () => Hashtable.Synchronized(new Hashtable { ["a"] = 1 }),
                (_, copy) => Assert.Equal(1, copy["a"])
            ),
            Shape<OrderedDictionary>(
                "old ordered dictionary",
                () => new() { ["a"] = 1 },
                (_, copy) => Assert.Equal(1, copy["a"])
            ),
            Shape<NameValueCollection>(
                "names and values",
                () => new() { { "a", "1" }, { "a", "2" } },
                (_, copy) => Assert.Equal("1,2", copy["A"])
            ),
            Found("immutable dictionary", () => Counted.ToImmutableDictionary(), (d, k) => d[k]),
            Found(
                "immutable dictionary that ignores case",
                () => Counted.ToImmutableDictionary(StringComparer.OrdinalIgnoreCase),
                (d, k) => d[k.ToUpperInvariant()]
            ),
            Found(
                "builder of an immutable dictionary",
                () => Counted.ToImmutableDictionary().ToBuilder(),
                (d, k) => d[k]
            ),
            Shape<ImmutableHashSet<string>>(
                "immutable hash set",
                () => [.. s_words],
                (_, copy) => Assert.All(s_words, w => Assert.True(Has(copy, w)))
            ),
            Shape<ImmutableDictionary<string, object[]>>(
                "immutable dictionary in a cycle",
                () =>
                {
                    object[] box = [null!];
                    var loop = ImmutableDictionary<string, object[]>.Empty.Add("box", box);
                    box[0] = loop;
                    return loop;
                },
                (_, copy) => Assert.Same(copy, copy["box"][0])
            ),
            Found("frozen dictionary", () => Counted.ToFrozenDictionary(), (d, k) => d[k]),
            Found(
                "frozen dictionary that ignores case",
                () => Counted.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
                (d, k) => d[k.ToUpperInvariant()]
            ),
            Shape<FrozenDictionary<int, string>>(
                "frozen dictionary of numbers",
                () => Enumerable.Range(0, 50).ToFrozenDictionary(n => n, n => $"{n}"),
                (_, copy) => Assert.Equal("7", copy[7])
            ),
            Shape<FrozenDictionary<City, int>>(
                "frozen dictionary of records",
                () => new[] { new City("Rome", 3) }.ToFrozenDictionary(c => c, c => c.People),
                (_, copy) => Assert.Equal(3, copy[new("Rome", 3)])
            ),
            Shape<FrozenSet<string>>(
                "frozen set",
                () => s_words.ToFrozenSet(),
                (_, copy) => Assert.All(s_words, w => Assert.True(Has(copy, w)))
            ),
            Shape<ILookup<int, string>>(
                "lookup",
                () => s_words.ToLookup(w => w.Length),
                (a, b) =>
                    Assert.Equal(
                        a.SelectMany(g => g.Prepend($"{g.Key}")),
                        b.SelectMany(g => g.Prepend($"{g.Key}"))
                    )
            ),
            Shape<ILookup<string, string>>(
                "lookup that ignores case",
                () => s_words.ToLookup(w => w, StringComparer.OrdinalIgnoreCase),
                (_, copy) => Assert.Equal(["one"], copy["ONE"])
            ),
            Shape<IGrouping<int, string>>(
                "group",
                () => s_words.GroupBy(w => w.Length).First(),
                (a, b) => Assert.Equal(a.Prepend($"{a.Key}"), b.Prepend($"{b.Key}"))
            ),
            Shape<Cities>(
                "keyed collection",
                () => [new("Rome", 3), new("Oslo", 1)],
                (_, copy) => Assert.Equal(1, copy["Oslo"].People)
            ),
        ];

    private static IEnumerable<(string, Func<object?>, Action<object?, object?>)> Sorted =>
        [
            Same(
                "sorted dictionary",
                () => new SortedDictionary<string, int>(Counted, StringComparer.Ordinal)
            ),
            Shape<SortedDictionary<string, int>>(
                "sorted dictionary with a comparer of lambdas",
                () => new(Counted, Comparer<string>.Create((a, b) => string.CompareOrdinal(b, a))),
                (a, b) => Assert.Equal(a.Keys, b.Keys)
            ),
            Same("sorted set", () => new SortedSet<int>([3, 1, 2])),
            Shape<SortedSet<string>>(
                "sorted set that goes on",
                () => new(s_words, StringComparer.OrdinalIgnoreCase),
                (_, copy) => Assert.False(copy.Add("ONE"))
            ),
            Same("sorted list", () => new SortedList<string, int>(Counted, StringComparer.Ordinal)),
            Same("old sorted list", () => new SortedList(Counted, StringComparer.Ordinal)),
            Same(
                "immutable sorted dictionary",
                () => Counted.ToImmutableSortedDictionary(StringComparer.Ordinal)
            ),
            Same("immutable sorted set", () => ImmutableSortedSet.Create(3, 1, 2)),
            Shape<PriorityQueue<string, int>>(
                "priority queue",
                () => new([("low", 9), ("high", 1), ("middle", 5)]),
                (_, copy) =>
                    Assert.Equal(
                        ["high", "middle", "low"],
                        [copy.Dequeue(), copy.Dequeue(), copy.Dequeue()]
                    )
            ),
        ];
}
