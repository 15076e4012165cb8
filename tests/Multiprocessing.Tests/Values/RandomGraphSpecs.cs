using Xunit;

namespace Multiprocessing.Tests.Values;

/// <summary>Graphs nobody thought of, the same in every run.</summary>
public class RandomGraphSpecs
{
    private sealed class Thing
    {
        public object? Any;
        public Thing? Next;
        public Thing?[]? Others;
        public int Number;
        public (string?, Thing?) Pair;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void A_random_graph_travels(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 50; round++)
        {
            var graph = Make(random);
            Alike.Check(graph, Copying.Copy<object?>(graph));
        }
    }

    /// <summary>Makes things one by one, each of which may refer to any made before; then closes some cycles.</summary>
    private static object? Make(Random random)
    {
        List<object?> made = [null, "word", 7, 2.5m];
        var things = new List<Thing>();
        for (var i = random.Next(1, 40); i > 0; i--)
        {
            var next = One(random, made, things);
            made.Add(next);
            if (next is Thing thing)
                things.Add(thing);
        }
        foreach (var thing in things.Where(_ => random.Next(3) == 0))
        {
            thing.Any = Pick(random, made);
            thing.Next = Pick(random, things);
        }
        return made[^1];
    }

    private static object One(Random random, List<object?> made, List<Thing> things) =>
        random.Next(9) switch
        {
            0 => new List<object?> { Pick(random, made), Pick(random, made) },
            1 => new object?[] { Pick(random, made), Pick(random, made), Pick(random, made) },
            2 => new Dictionary<string, object?>
            {
                ["a"] = Pick(random, made),
                ["b"] = Pick(random, made),
            },
            3 => new Dictionary<object, object?>(ReferenceEqualityComparer.Instance)
            {
                [new object()] = Pick(random, made),
            },
            4 => Tuple.Create(Pick(random, made), random.Next()),
            5 => (Pick(random, made), Pick(random, things)),
            6 => new LinkedList<object?>([Pick(random, made), Pick(random, made)]),
            _ => new Thing
            {
                Any = Pick(random, made),
                Next = Pick(random, things),
                Others = [Pick(random, things), Pick(random, things)],
                Number = random.Next(),
                Pair = ($"{random.Next(10)}", Pick(random, things)),
            },
        };

    private static T? Pick<T>(Random random, List<T> from) =>
        from.Count == 0 ? default : from[random.Next(from.Count)];
}
