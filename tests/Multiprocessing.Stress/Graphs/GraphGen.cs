using CsCheck;

namespace Multiprocessing.Stress.Graphs;

/// <summary>
/// Random object graphs: objects are made one after another, each of which may refer to any made before it, and then some are
/// made to refer to later ones, themselves included. Their number is the graph's size, by which CsCheck looks for smaller
/// graphs that fail.
/// </summary>
internal sealed class GraphGen : Gen<object?>
{
    private const int Most = 40;
    private const int DeepChain = 3000;

    /// <inheritdoc/>
    public override object? Generate(PCG pcg, Size? min, out Size size)
    {
        var leaves = new Leaves(pcg);
        var made = new List<object?> { null };
        int count = 1 + (int)pcg.Next(Most);
        size = new Size((ulong)count);
        if (min is not null && Size.IsLessThan(min, size))
        {
            return null; // CsCheck looks for something smaller than this will become
        }

        for (int i = 0; i < count; i++)
        {
            made.Add(One(pcg, leaves, made));
        }

        foreach (object? value in made)
        {
            if (pcg.Next(3) == 0)
            {
                Close(pcg, value, made);
            }
        }

        return Pick(pcg, made, 1 + (int)pcg.Next((uint)count));
    }

    private static object? One(PCG pcg, Leaves leaves, List<object?> made)
    {
        object? Any() => pcg.Next(4) == 0 ? leaves.Next() : Pick(pcg, made);
        T? Of<T>()
            where T : class => made.OfType<T>().Skip((int)pcg.Next(4)).FirstOrDefault();

        return pcg.Next(24) switch
        {
            0 => leaves.Next(),
            1 => new Closed(Any(), leaves.Guid(), (long)pcg.Next64())
            {
                Number = leaves.Double(),
                Shape = Of<IShape>(),
            },
            2 => new Person(leaves.Text(), (int)pcg.Next(), Any()) { Tag = Any() },
            3 => new Employee(leaves.Text(), (int)pcg.Next(), Any(), Of<Person>()),
            4 => new Mixed
            {
                Number = (int)pcg.Next(),
                Reference = Any(),
                Colour = Colour.Green,
            },
            5 => new Mixed[]
            {
                new() { Reference = Any() },
                new() { Reference = Any(), Colour = (Colour)pcg.Next(256) },
            },
            6 => new object?[] { Any(), Any(), Any() },
            7 => new object?[,]
            {
                { Any(), Any() },
                { Any(), null },
            },
            8 => new int[,,]
            {
                {
                    { (int)pcg.Next() },
                    { 2 },
                },
            },
            9 => new string?[][] { [leaves.Text()], [], [leaves.Text(), null] },
            10 => new List<object?> { Any(), Any() },
            11 => new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
            {
                [leaves.Text()] = Any(),
                ["\uD800"] = Any(),
            },
            12 => new Dictionary<object, object?>(ReferenceEqualityComparer.Instance)
            {
                [Any() ?? "key"] = Any(),
            },
            13 => new HashSet<string?>(leaves.Comparer()) { leaves.Text(), leaves.Text(), null },
            14 => new SortedDictionary<int, object?> { [(int)pcg.Next()] = Any(), [1] = Any() },
            15 => Tuple.Create(Any(), leaves.Double(), Of<Node>()),
            16 => (Any(), Of<Node>(), (leaves.Text(), leaves.When())),
            17 => new Box<Mixed>
            {
                Value = new Mixed { Reference = Any() },
                Other = Of<Box<Mixed>>(),
            },
            18 => new Box<object?> { Value = Any(), Other = Of<Box<object?>>() },
            19 => new LinkedList<object?>([Any(), Any()]),
            20 => new Stack<object?>([Any(), Any()]),
            21 => new Queue<object?>([Any(), Any(), Any()]),
            22 when pcg.Next(200) == 0 => Chain(DeepChain),
            _ => new Node
            {
                Any = Any(),
                Next = Of<Node>(),
                Others = [Of<Node>(), null, Of<Node>()],
                Shape = Of<IShape>(),
                Items = Of<List<object?>>(),
                ByName = Of<Dictionary<string, object?>>(),
                Pair = (leaves.Text(), Of<Node>(), (int)pcg.Next()),
                Number = leaves.Double(),
                When = leaves.When(),
                Price = pcg.Next(2) == 0 ? null : leaves.Decimal(),
                Tag = Any(),
            },
        };
    }

    /// <summary>Lets what is made refer to what was made later, and so to itself.</summary>
    private static void Close(PCG pcg, object? value, List<object?> made)
    {
        switch (value)
        {
            case Node node:
                node.Any = Pick(pcg, made);
                node.Next = made.OfType<Node>().LastOrDefault();
                node.Tag = node;
                break;
            case Person person:
                person.Tag = Pick(pcg, made);
                break;
            case List<object?> list:
                list.Add(Pick(pcg, made));
                list.Add(list);
                break;
            case object?[] array when array.GetType() == typeof(object[]):
                array[pcg.Next((uint)array.Length)] = Pick(pcg, made);
                break;
            case Dictionary<string, object?> byName:
                byName["cycle"] = Pick(pcg, made);
                break;
            case Box<object?> box:
                box.Value = Pick(pcg, made);
                break;
            case LinkedList<object?> linked:
                linked.AddLast(Pick(pcg, made));
                break;
            case Queue<object?> queue:
                queue.Enqueue(queue);
                break;
        }
    }

    private static Node Chain(int length)
    {
        var node = new Node();
        for (int i = 0; i < length; i++)
        {
            node = new Node { Next = node, Number = i };
        }

        return node;
    }

    private static object? Pick(PCG pcg, List<object?> made, int from = 0) =>
        from > 0 ? made[from] : made[(int)pcg.Next((uint)made.Count)];
}
