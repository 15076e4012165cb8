using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Dynamic;
using Multiprocessing.Values;
using Xunit;

namespace Multiprocessing.Tests.Values;

/// <summary>Graphs deeper than any stack, of every shape.</summary>
public class DeepGraphSpecs
{
    private const int Million = 1_000_000;
    private const int Many = 100_000; // of what takes some hundred bytes

    private sealed class NextFirst
    {
        public NextFirst? Next;
        public NextFirst? Prev;
    }

    private sealed class PrevFirst
    {
        public PrevFirst? Prev;
        public PrevFirst? Next;
    }

    private sealed class Tree
    {
        public object? Left;
        public string Name = "";
        public object? Right;
    }

    private abstract record Shape(object? Inner);

    private sealed record Circle(object? Inner, int Radius) : Shape(Inner);

    private record struct Pair(object? First, object? Second);

    /// <summary>A level of a nest: how it is put around what it holds, and how that is got out again.</summary>
    private sealed record Level(
        string Name,
        int Depth,
        Func<object?, object> Wrap,
        Func<object, object?> Unwrap
    );

    private static readonly Level[] s_levels =
    [
        new("left", Million, x => new Tree { Left = x }, x => ((Tree)x).Left),
        new("right", Million, x => new Tree { Right = x }, x => ((Tree)x).Right),
        new(
            "left, and the same right",
            Many,
            x => new Tree { Left = x, Right = x },
            x => ((Tree)x).Left
        ),
        new("array", Million, x => new object?[] { x }, x => ((object?[])x)[0]),
        new("last of an array", Many, x => new[] { 1, "two", x }, x => ((object?[])x)[2]),
        new(
            "grid",
            Many,
            x =>
                new[,]
                {
                    { x },
                },
            x => ((object?[,])x)[0, 0]
        ),
        new("list", Many, x => new List<object?> { x, "end" }, x => ((List<object?>)x)[0]),
        new("record", Million, x => new Circle(x, 1), x => ((Shape)x).Inner),
        new("tuple", Many, x => Tuple.Create(1, x), x => ((Tuple<int, object?>)x).Item2),
        new("boxed tuple", Many, x => (x, 1), x => (((object?, int))x).Item1),
        new("boxed struct", Million, x => new Pair(1, x), x => ((Pair)x).Second),
        new("boxed pair", Many, x => KeyValuePair.Create(1, x), PairValue),
        new("array of structs", Many, x => new[] { new Pair(x, 1) }, x => ((Pair[])x)[0].First),
        new("part of an array", Many, x => new ArraySegment<object?>([x]), SegmentItem),
        new("memory", Many, x => new Memory<object?>([1, x], 1, 1), x => MemoryItem(x)),
        new("value of a dictionary", Many, x => Table("a", x), x => Values(x)[0]),
        new("key of a dictionary", Many, x => Table(x ?? 0, 1), x => Keys(x)[0]),
        new("set", Many, x => new HashSet<object> { x ?? 0 }, x => First((HashSet<object>)x)),
        new("value of a hash table", Many, x => new Hashtable { ["a"] = x }, HashtableValue),
        new("queue", Many, x => new Queue<object?>([x]), x => ((Queue<object?>)x).Peek()),
        new("stack", Many, x => new Stack<object?>([x]), x => ((Stack<object?>)x).Peek()),
        new("linked list", Many, x => new LinkedList<object?>([x]), LinkedListItem),
        new("node of a linked list", Many, x => new LinkedListNode<object?>(x), LinkedNodeItem),
        new("sorted", Many, x => new SortedList<int, object?> { [1] = x }, SortedValue),
        new("immutable list", Many, x => ImmutableList.Create(x), ImmutableItem),
        new("immutable set", Many, x => ImmutableHashSet.Create(x), ImmutableSetItem),
        new("frozen set", Many, x => new[] { x }.ToFrozenSet(), x => First((FrozenSet<object?>)x)),
        new("concurrent queue", Many, x => new ConcurrentQueue<object?>([x]), ConcurrentItem),
        new("concurrent bag", 10_000, x => new ConcurrentBag<object?>([x]), BagItem),
        new("expando", 10_000, x => Expando(x), x => ((dynamic)x).Inner),
        new("task", Many, x => Task.FromResult(x), x => ((Task<object?>)x).Result),
        new("inner exception", Many, Wrapped, x => ((Exception)x).InnerException),
        new("value of a lazy one", Many, x => new Lazy<object?>(x), x => ((Lazy<object?>)x).Value),
        new("closure", Many, x => (Func<object?>)(() => x), x => ((Func<object?>)x)()),
        new("function of a function", Many, FunctionOf, FunctionInside),
        new("listener of an event", Many, ListenerOf, ListenerInside),
    ];

    private static object? PairValue(object pair) => ((KeyValuePair<int, object?>)pair).Value;

    private static object? SegmentItem(object segment) => ((ArraySegment<object?>)segment)[0];

    private static object? MemoryItem(object memory) => ((Memory<object?>)memory).Span[0];

    private static Dictionary<object, object?> Table(object key, object? value) =>
        new() { [key] = value };

    private static object?[] Values(object table) =>
        [.. ((Dictionary<object, object?>)table).Values];

    private static object[] Keys(object table) => [.. ((Dictionary<object, object?>)table).Keys];

    private static object? First(IEnumerable<object?> items) =>
        items.First() is var item and not 0 ? item : null;

    private static object? HashtableValue(object table) => ((Hashtable)table)["a"];

    private static object? LinkedListItem(object list) =>
        ((LinkedList<object?>)list).First!.ValueRef;

    private static object? LinkedNodeItem(object node) => ((LinkedListNode<object?>)node).Value;

    private static object? SortedValue(object list) => ((SortedList<int, object?>)list)[1];

    private static object? ImmutableItem(object list) => ((ImmutableList<object?>)list)[0];

    private static object? ImmutableSetItem(object set) => ((ImmutableHashSet<object?>)set).First();

    private static object? ConcurrentItem(object queue) =>
        ((ConcurrentQueue<object?>)queue).First();

    private static object? BagItem(object bag) => ((ConcurrentBag<object?>)bag).First();

    private static ExpandoObject Expando(object? inner)
    {
        dynamic expando = new ExpandoObject();
        expando.Inner = inner;
        return expando;
    }

    private static InvalidOperationException Wrapped(object? inner) =>
        new InvalidOperationException("no", (Exception?)inner);

    private static Func<int> FunctionOf(object? inner) =>
        inner is Func<int> function ? function.Invoke : static () => 7;

    private static object? FunctionInside(object function) =>
        ((Func<int>)function).Target as Func<int>;

    private static Action ListenerOf(object? inner) =>
        (Action)Delegate.Combine(new Action(Nothing), inner is Action a ? a.Invoke : null)!;

    private static object? ListenerInside(object listener) =>
        ((Action)listener).GetInvocationList().Length > 1
            ? ((Action)listener).GetInvocationList()[1].Target
            : null;

    private static void Nothing() { }

    public static TheoryData<string> Names => [.. s_levels.Select(l => l.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_nest_of_any_shape_travels_however_deep_it_is(string name)
    {
        var level = s_levels.Single(l => l.Name == name);
        object? nest = null;
        for (var i = 0; i < level.Depth; i++)
            nest = level.Wrap(nest);

        var copy = Copying.Copy(nest);

        var depth = 0;
        for (; copy is not null and not 0; depth++)
            copy = level.Unwrap(copy);
        // The innermost function holds none.
        Assert.Equal(level.Depth, depth);
    }

    [Fact]
    public void A_nest_of_all_shapes_travels()
    {
        // Functions and exceptions hold only their like.
        var levels = s_levels.SkipLast(3).Where(l => l.Name != "inner exception").ToArray();
        object? nest = "core";
        for (var i = 0; i < Many; i++)
            nest = levels[i % levels.Length].Wrap(nest);

        var copy = Copying.Copy(nest);

        for (var i = Many - 1; i >= 0; i--)
            copy = levels[i % levels.Length].Unwrap(copy!);
        Assert.Equal("core", copy);
    }

    [Fact]
    public void A_list_of_a_million_nodes_travels_in_either_order()
    {
        var next = Copying.Copy(Chain<NextFirst>(Million, Link));
        var prev = Copying.Copy(Chain<PrevFirst>(Million, Link));

        for (var i = 1; i < Million; i++)
        {
            Assert.True(next.Next!.Prev == next && prev.Next!.Prev == prev);
            (next, prev) = (next.Next, prev.Next);
        }
        Assert.True(next.Next is null && prev.Next is null);
    }

    [Fact]
    public void The_order_of_fields_makes_no_difference()
    {
        var (next, prev) = (Chain<NextFirst>(100_000, Link), Chain<PrevFirst>(100_000, Link));
        var (nextTimes, prevTimes) = (new List<double>(), new List<double>());
        for (var round = 0; round < 11; round++)
        {
            nextTimes.Add(TimeToCopy(next));
            prevTimes.Add(TimeToCopy(prev));
        }

        var ratio = Median(nextTimes) / Median(prevTimes);

        Assert.InRange(ratio, 0.5, 2);
    }

    [Fact]
    public void Time_grows_with_the_size_alone()
    {
        var (small, large) = (Chain<NextFirst>(50_000, Link), Chain<NextFirst>(400_000, Link));
        var (smallTimes, largeTimes) = (new List<double>(), new List<double>());
        for (var round = 0; round < 7; round++)
        {
            smallTimes.Add(TimeToCopy(small));
            largeTimes.Add(TimeToCopy(large));
        }

        Assert.InRange(Median(largeTimes) / Median(smallTimes), 0, 8 * 4);
    }

    [Fact]
    public void A_deep_graph_travels_from_a_thread_with_a_small_stack()
    {
        var chain = Chain<NextFirst>(Many, Link);
        object? copy = null;
        var thread = new Thread(() => copy = Copying.Copy(chain), maxStackSize: 256 * 1024);

        thread.Start();
        thread.Join();

        var count = 0;
        for (var node = (NextFirst?)copy; node is not null; node = node.Next)
            count++;
        Assert.Equal(Many, count);
    }

    private sealed class Person(string name, HashSet<Person> friends)
    {
        public string Name => name;

        public HashSet<Person> Friends => friends;

        public override bool Equals(object? obj) =>
            obj is Person other && name == other.Name && Friends.Count == other.Friends.Count;

        // Looks into the set, which must be there before anybody asks.
        public override int GetHashCode() =>
            HashCode.Combine(name, Friends.Sum(f => f.Name.Length));
    }

    [Fact]
    public void Keys_are_whole_before_they_are_hashed_however_deep_they_are()
    {
        var person = new Person("first", []);
        for (var i = 0; i < Many; i++)
            person = new Person($"number {i}", [person, new Person("friend", [])]);

        var copy = Copying.Copy(person);

        for (var i = Many - 1; i >= 0; i--)
        {
            Assert.Equal($"number {i}", copy.Name);
            Assert.Contains(new Person("friend", []), copy.Friends);
            var next = copy.Friends.Single(f => f.Name != "friend");
            Assert.Contains(next, copy.Friends);
            copy = next;
        }
    }

    [Fact]
    public void A_cycle_through_deep_containers_closes()
    {
        var ring = new object?[1];
        object nest = ring;
        for (var i = 0; i < 1000; i++)
            nest = i % 2 == 0 ? new List<object> { nest } : Table(nest, ring);
        ring[0] = nest;

        var copy = Copying.Copy(ring);

        var inner = copy[0];
        for (var i = 999; i >= 0; i--)
            inner = i % 2 == 0 ? ((List<object?>)inner!)[0] : Keys(inner!)[0];
        Assert.Same(copy, inner);
    }

    private static TNode Chain<TNode>(int length, Action<TNode, TNode> link)
        where TNode : new()
    {
        var first = new TNode();
        for (var i = 1; i < length; i++)
        {
            var node = new TNode();
            link(node, first);
            first = node;
        }
        return first;
    }

    private static void Link(NextFirst node, NextFirst next) =>
        (node.Next, next.Prev) = (next, node);

    private static void Link(PrevFirst node, PrevFirst next) =>
        (node.Next, next.Prev) = (next, node);

    private static double TimeToCopy<T>(T value)
    {
        var start = Stopwatch.GetTimestamp();
        Copying.Copy(value);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(List<double> times)
    {
        times.Sort();
        return times[times.Count / 2];
    }
}
