using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Collections.Specialized;
using Xunit;

namespace Multiprocessing.Tests.Values;

public static partial class Corpus
{
    internal sealed class Route : List<string>
    {
        public string? Title { get; set; }
    }

    internal sealed class Pages(string title) : Collection<int>
    {
        public string Title => title;
    }

    private static IEnumerable<(string, Func<object?>, Action<object?, object?>)> Arrays =>
        [
            Same("array of int", () => Enumerable.Range(0, 1000).ToArray()),
            Same("array of bool", () => new[] { true, false }),
            Same("array of double", () => new[] { 1.5, double.NaN, -0.0 }),
            Same("array of decimal", () => new[] { 1.0m, 2.50m }),
            Same("array of dates", () => new[] { DateTime.UnixEpoch, DateTime.MaxValue }),
            Same("array of enum", () => new[] { Colour.Red, Colour.Green }),
            Same(
                "array of plain structs",
                () =>
                    new[]
                    {
                        new Point { X = 1 },
                        new Point { Y = 2 },
                    }
            ),
            Same(
                "array of structs with references",
                () => new[] { new Money(1, "a"), new Money(2, null) }
            ),
            Same("array of strings", () => new[] { "a", null, "" }),
            Same("empty array", () => Array.Empty<string>()),
            Same(
                "array of object",
                () => new object?[] { 1, "a", null, 2.5, new Point(), new int[] { 1 } }
            ),
            Same("array of an interface", () => new IComparable[] { 1, "a", 2m }),
            Same("array seen as one of its base", () => (object[])new string[] { "a", "b" }),
            Same("array of uint seen as int", () => (int[])(object)new uint[] { uint.MaxValue }),
            Same(
                "two dimensions",
                () =>
                    new[,]
                    {
                        { 1, 2, 3 },
                        { 4, 5, 6 },
                    }
            ),
            Same(
                "two dimensions of strings",
                () =>
                    new[,]
                    {
                        { "a", null },
                        { "b", "c" },
                    }
            ),
            Same(
                "five dimensions",
                () =>
                {
                    var grid = new double[2, 1, 3, 2, 2];
                    grid[1, 0, 2, 1, 1] = 7;
                    return grid;
                }
            ),
            Same(
                "array not counted from zero",
                () =>
                {
                    var array = Array.CreateInstance(typeof(string), [2, 2], [5, -1]);
                    array.SetValue("x", 6, 0);
                    return array;
                }
            ),
            Same(
                "vector not counted from zero",
                () =>
                {
                    var array = Array.CreateInstance(typeof(int), [3], [10]);
                    array.SetValue(42, 12);
                    return array;
                }
            ),
            Same("jagged array", () => new int[]?[] { [1, 2], null, [] }),
            Same(
                "jagged array of grids",
                () =>
                    new[]
                    {
                        new[,]
                        {
                            { "a" },
                        },
                        new[,]
                        {
                            { "b" },
                        },
                    }
            ),
            Same(
                "array that holds itself",
                () =>
                {
                    var array = new object[2];
                    array[0] = array;
                    return array;
                }
            ),
            Same(
                "bits",
                () => new BitArray([true, false, true, true, false, false, true, true, true])
            ),
        ];

    private static IEnumerable<(string, Func<object?>, Action<object?, object?>)> Lists =>
        [
            Same("list of int", () => new List<int>(100) { 1, 2, 3 }),
            Same("list of strings", () => new List<string?> { "a", null }),
            Same(
                "list of lists",
                () =>
                    new List<List<int>>
                    {
                        new() { 1 },
                        new(),
                    }
            ),
            Same("class derived from list", () => new Route { "a", "b" }.Titled("way")),
            Same("queue", () => new Queue<string>(["a", "b"])),
            Same(
                "queue that has wrapped",
                () =>
                {
                    var queue = new Queue<int>([1, 2, 3, 4]);
                    queue.Dequeue();
                    queue.Dequeue();
                    queue.Enqueue(5);
                    return queue;
                }
            ),
            Same("stack", () => new Stack<int>([1, 2, 3])),
            Same("linked list", () => new LinkedList<string>(["a", "b", "c"])),
            Shape<LinkedListNode<string>>(
                "node of a linked list",
                () => new LinkedList<string>(["a", "b", "c"]).First!.Next!,
                (_, copy) =>
                {
                    Assert.Equal("b", copy.Value);
                    Assert.Equal(["a", "b", "c"], copy.List!);
                    Assert.Same(copy, copy.List!.Find("b"));
                    copy.List.Remove(copy);
                    Assert.Equal(2, new LinkedList<string>(["a", "c"]).Count);
                }
            ),
            Shape<LinkedListNode<int>>(
                "node without a linked list",
                () => new LinkedListNode<int>(5),
                (_, copy) => Assert.Equal((5, null), (copy.Value, copy.List))
            ),
            Same("array list", () => new ArrayList { 1, "a", null }),
            Same("old queue", () => new Queue(new[] { 1, 2 })),
            Same("old stack", () => new Stack(new[] { 1, 2 })),
            Same("collection", () => new Collection<int> { 1, 2 }),
            Same("class derived from collection", () => new Pages("book") { 1, 2 }),
            Same("read-only collection", () => new List<int> { 1, 2 }.AsReadOnly()),
            Same(
                "collection that tells of changes",
                () => new ObservableCollection<string> { "a", "b" }
            ),
            Same("collection expression of an interface", () => (IReadOnlyList<int>)[1, 2, 3]),
            Same("string collection", () => new StringCollection { "a", "b" }),
            Same("concurrent queue", () => new ConcurrentQueue<int>([1, 2, 3])),
            Same("concurrent stack", () => new ConcurrentStack<int>([1, 2, 3])),
            Same("concurrent bag", () => new ConcurrentBag<int>([1, 2, 3])),
            Same("immutable array", () => ImmutableArray.Create("a", "b")),
            Shape<ImmutableArray<int>>(
                "immutable array of default",
                () => default,
                (_, copy) => Assert.True(copy.IsDefault)
            ),
            Same("immutable list", () => ImmutableList.CreateRange(Enumerable.Range(0, 100))),
            Same("immutable queue", () => ImmutableQueue.Create(1, 2, 3).Dequeue(out _)),
            Same("immutable stack", () => ImmutableStack.Create("a", "b")),
            Shape<IEnumerable<int>>(
                "range that is evaluated late",
                () => Enumerable.Range(3, 4),
                (_, copy) => Assert.Equal([3, 4, 5, 6], copy)
            ),
            Shape<IEnumerable<int>>(
                "query that is evaluated late",
                () =>
                    new List<int> { 3, 1, 2 }
                        .Where(n => n > 1)
                        .Select(n => n * 10)
                        .OrderBy(n => n),
                (_, copy) => Assert.Equal([20, 30], copy)
            ),
            Shape<IEnumerable<int>>(
                "yield",
                () => CountTo(3),
                (_, copy) => Assert.Equal([1, 2, 3], copy)
            ),
            Shape<Memory<int>>(
                "memory",
                () => new[] { 1, 2, 3, 4 }.AsMemory(1, 2),
                (_, copy) => Assert.Equal([2, 3], copy.ToArray())
            ),
            Shape<ReadOnlyMemory<char>>(
                "memory of a string",
                () => "hello".AsMemory(1, 3),
                (_, copy) => Assert.Equal("ell", copy.ToString())
            ),
            Shape<ArraySegment<string>>(
                "array segment",
                () => new(["a", "b", "c"], 1, 2),
                (_, copy) => Assert.Equal(["b", "c"], copy)
            ),
            Shape<(int[], Memory<int>)>(
                "memory of a whole array",
                () =>
                {
                    int[] numbers = [1, 2];
                    return (numbers, numbers);
                },
                (_, copy) =>
                {
                    copy.Item2.Span[0] = 9;
                    Assert.Equal(9, copy.Item1[0]);
                }
            ),
        ];

    private static Route Titled(this Route route, string title)
    {
        route.Title = title;
        return route;
    }

    private static IEnumerable<int> CountTo(int limit)
    {
        for (var i = 1; i <= limit; i++)
            yield return i;
    }
}
