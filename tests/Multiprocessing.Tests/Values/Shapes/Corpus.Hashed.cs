using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Collections.Specialized;
using System.Globalization;
using Xunit;

namespace Multiprocessing.Tests.Values;

public static partial class Corpus
{
    internal sealed record City(string Name, int People);

    internal sealed class Inventory : Dictionary<string, int>
    {
        private readonly List<string> _log = ["made"];

        public string Owner = "";

        public IReadOnlyList<string> Log => _log;
    }

    internal sealed class LastLetter : IEqualityComparer<string>
    {
        public int Length = 1;

        public bool Equals(string? x, string? y) => x?[^Length..] == y?[^Length..];

        public int GetHashCode(string obj) => obj[^Length..].GetHashCode(StringComparison.Ordinal);
    }

    internal sealed class Cities : KeyedCollection<string, City>
    {
        protected override string GetKeyForItem(City item) => item.Name;
    }

    /// <summary>Its hash code looks into a container that may not be filled yet while it is read.</summary>
    internal sealed class Group
    {
        public HashSet<string> Members = [];
        public object? Owner;

        public override bool Equals(object? obj) =>
            obj is Group other && Members.SetEquals(other.Members);

        public override int GetHashCode() =>
            Members.Aggregate(0, (sum, m) => sum ^ m.GetHashCode(StringComparison.Ordinal));
    }

    /// <summary>Asks the container itself, not its enumeration.</summary>
    private static bool Has<T>(ICollection<T> container, T item) => container.Contains(item);

    private static readonly string[] s_words = ["one", "two", "three", "four", "five", "six"];

    private static Dictionary<string, int> Counted => s_words.ToDictionary(w => w, w => w.Length);

    private static IEnumerable<(string, Func<object?>, Action<object?, object?>)> Hashed =>
        [
            Found("dictionary of strings", () => Counted, (d, k) => d[k]),
            Same("dictionary", () => new Dictionary<int, string?> { [1] = "a", [2] = null }),
            Same("empty dictionary", () => new Dictionary<string, object>()),
            Found(
                "dictionary that ignores case",
                () => new Dictionary<string, int>(Counted, StringComparer.OrdinalIgnoreCase),
                (d, k) => d[k.ToUpperInvariant()]
            ),
            Found(
                "dictionary with a culture's comparer",
                () =>
                    new Dictionary<string, int>(
                        Counted,
                        StringComparer.Create(new CultureInfo("de-DE"), true)
                    ),
                (d, k) => d[k.ToUpperInvariant()]
            ),
            Found(
                "dictionary with the invariant comparer",
                () =>
                    new Dictionary<string, int>(Counted, StringComparer.InvariantCultureIgnoreCase),
                (d, k) => d[k.ToUpperInvariant()]
            ),
            Shape<Dictionary<string, int>>(
                "dictionary with a comparer of one's own",
                () => new(new LastLetter { Length = 2 }) { ["abc"] = 1 },
                (_, copy) => Assert.Equal(1, copy["xbc"])
            ),
            Shape<Dictionary<string, int>>(
                "dictionary with a comparer made of lambdas",
                () =>
                    new(
                        EqualityComparer<string>.Create(
                            (a, b) => a?.Length == b?.Length,
                            s => s.Length
                        )
                    )
                    {
                        ["abc"] = 1,
                    },
                (_, copy) => Assert.Equal(1, copy["xyz"])
            ),
            Shape<Dictionary<City, string>>(
                "dictionary of records",
                () => new() { [new("Rome", 3)] = "a", [new("Oslo", 1)] = "b" },
                (_, copy) => Assert.Equal("b", copy[new("Oslo", 1)])
            ),
            Shape<Dictionary<object, int>>(
                "dictionary of objects",
                () =>
                    new()
                    {
                        ["a"] = 1,
                        [2] = 2,
                        [new City("Rome", 3)] = 3,
                        [typeof(int)] = 4,
                    },
                (_, copy) =>
                    Assert.Equal(
                        [1, 2, 3, 4],
                        [copy["a"], copy[2], copy[new City("Rome", 3)], copy[typeof(int)]]
                    )
            ),
            Shape<Dictionary<(string, int), int[]>>(
                "dictionary of tuples",
                () => new() { [("a", 1)] = [1], [("b", 2)] = [2] },
                (_, copy) => Assert.Equal([2], copy[("b", 2)])
            ),
            Shape<Dictionary<Group, string>>(
                "dictionary whose keys hold sets",
                () =>
                {
                    var group = new Group { Members = ["x", "y"] };
                    var groups = new Dictionary<Group, string> { [group] = "found" };
                    group.Owner = groups;
                    return groups;
                },
                (_, copy) =>
                {
                    Assert.Equal("found", copy[new Group { Members = ["y", "x"] }]);
                    Assert.Same(copy, copy.Keys.Single().Owner);
                }
            ),
            Shape<Dictionary<string, object>>(
                "dictionary that holds itself",
                () =>
                {
                    var loop = new Dictionary<string, object>();
                    loop["me"] = loop;
                    return loop;
                },
                (_, copy) => Assert.Same(copy, copy["me"])
            ),
            Shape<Inventory>(
                "class derived from dictionary",
                () => new Inventory { Owner = "Ann", ["nail"] = 7 },
                (_, copy) =>
                    Assert.Equal((7, "Ann", "made"), (copy["nail"], copy.Owner, copy.Log[0]))
            ),
            Shape<Dictionary<string, int>.KeyCollection>(
                "keys of a dictionary",
                () => Counted.Keys,
                (_, copy) => Assert.Equal(s_words, copy)
            ),
            Shape<ReadOnlyDictionary<string, int>>(
                "read-only dictionary",
                () => new(Counted),
                (_, copy) => Assert.Equal(3, copy["one"])
            ),
            Shape<HashSet<string>>(
                "hash set",
                () => [.. s_words],
                (_, copy) => Assert.All(s_words, w => Assert.True(Has(copy, w)))
            ),
            Shape<HashSet<string>>(
                "hash set that ignores case",
                () => new(s_words, StringComparer.OrdinalIgnoreCase),
                (_, copy) => Assert.True(Has(copy, "ONE"))
            ),
            Shape<HashSet<object>>(
                "hash set by identity",
                () =>
                {
                    var rome = new City("Rome", 3);
                    return new HashSet<object>(ReferenceEqualityComparer.Instance)
                    {
                        rome,
                        rome with
                        { },
                    };
                },
                (_, copy) =>
                {
                    Assert.Equal(2, copy.Count);
                    Assert.False(Has(copy, new City("Rome", 3)));
                    Assert.True(Has(copy, copy.First()));
                }
            ),
            Shape<HashSet<HashSet<string>>>(
                "hash set of hash sets",
                () =>
                    new(HashSet<string>.CreateSetComparer())
                    {
                        new() { "a", "b" },
                        new() { "c" },
                    },
                (_, copy) => Assert.True(Has(copy, ["b", "a"]))
            ),
        ];

    /// <summary>A dictionary in which every word must be found again under a key made anew.</summary>
    private static (string, Func<object?>, Action<object?, object?>) Found<T>(
        string name,
        Func<T> make,
        Func<T, string, int> find
    )
        where T : IEnumerable<KeyValuePair<string, int>> =>
        Shape(
            name,
            make,
            (original, copy) =>
            {
                Assert.Equal(original.GetType(), copy.GetType());
                Assert.Equal(s_words.Length, copy.Count());
                Assert.All(s_words, w => Assert.Equal(w.Length, find(copy, w)));
            }
        );
}
