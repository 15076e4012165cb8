using System.Runtime.InteropServices;
using Xunit;

namespace Multiprocessing.Tests.Values;

public static partial class Corpus
{
    internal abstract class Shape2(string name)
    {
        private readonly string _name = name;
        public abstract double Area { get; }

        public override string ToString() => $"{_name} {Area:0.0}";
    }

    internal sealed class Circle(double radius) : Shape2("circle")
    {
        public override double Area => radius * radius * 3;
    }

    internal sealed class Square : Shape2
    {
        private readonly string _name = "hides the base's";
        private readonly double _side;

        public Square(double side)
            : base("square") => _side = side;

        public override double Area => _side * _side + _name.Length * 0;
    }

    internal record Person(string Name, int Age)
    {
        public List<Person> Friends { get; init; } = [];
    }

    internal sealed record Employee(string Name, int Age, Person? Boss) : Person(Name, Age);

    internal sealed class Properties
    {
        public int Free { get; set; } = 1;
        public required string Needed { get; init; }
        public int Hidden { get; private set; } = 3;
        internal object? Anything;
    }

    internal sealed class Everything
    {
        public object? Object;
        public IEnumerable<int>? Interface;
        public Delegate? Delegate;
        public ValueType? Value;
        public Array? Array;
        public Enum? Enum;
        public dynamic? Dynamic;
    }

    internal sealed class Pair<T1, T2>
    {
        public T1? First;
        public T2? Second;

        internal sealed class Inner<T3>
        {
            public T1? One;
            public T3? Three;
        }
    }

    internal sealed class Tree
    {
        public Tree? Left;
        public Tree? Right;
        public Tree? Parent;
        public int Value;
    }

    internal sealed class NoConstructor
    {
        public readonly int Number;

        public NoConstructor(int number) =>
            Number = number > 0 ? number : throw new ArgumentOutOfRangeException(nameof(number));
    }

    [StructLayout(LayoutKind.Explicit)]
    internal struct Union
    {
        [FieldOffset(0)]
        public int Int;

        [FieldOffset(0)]
        public float Float;
    }

    private static IEnumerable<(string, Func<object?>, Action<object?, object?>)> Objects =>
        [
            Shape<object>(
                "object",
                () => new object(),
                (_, copy) => Assert.Equal(typeof(object), copy.GetType())
            ),
            Same(
                "class with properties of all kinds",
                () =>
                    new Properties
                    {
                        Needed = "x",
                        Anything = 'c',
                        Free = 7,
                    }
            ),
            Same("class without a usable constructor", () => new NoConstructor(5)),
            Same("derived class", () => new Circle(2)),
            Same("fields of the same name", () => new Square(2)),
            Same("polymorphic array", () => new Shape2[] { new Circle(1), new Square(2) }),
            Same("record", () => new Person("Ann", 30) { Friends = { new("Bob", 31) } }),
            Same("derived record", () => new Employee("Ann", 30, new Person("Eve", 50))),
            Same(
                "anonymous type",
                () =>
                    new
                    {
                        Name = "x",
                        Numbers = new[] { 1 },
                        Inner = new { A = 1 },
                    }
            ),
            Same(
                "array of anonymous types",
                () => new[] { new { A = 1, B = "x" }, new { A = 2, B = "y" } }
            ),
            Same("generic class", () => new Pair<int, string?> { First = 1, Second = "a" }),
            Same(
                "nested generic class",
                () => new Pair<int, string>.Inner<Point[]> { One = 1, Three = [new Point()] }
            ),
            Same(
                "fields of every static type",
                () =>
                    new Everything
                    {
                        Object = 1,
                        Interface = new List<int> { 1 },
                        Delegate = new Func<int>(() => 3),
                        Value = new Point { X = 2 },
                        Array = new string[] { "a" },
                        Enum = Colour.Red,
                        Dynamic = 2.5,
                    }
            ),
            Same("fields of every static type, empty", () => new Everything()),
            Same("explicit layout", () => new Union { Float = 1.5f }),
            Same(
                "list of mixed things",
                () =>
                    new List<object?>
                    {
                        1,
                        "a",
                        null,
                        new Circle(1),
                        new[] { 1, 2 },
                        Colour.Red,
                        1m,
                        (1, 2),
                    }
            ),
        ];

    private static IEnumerable<(string, Func<object?>, Action<object?, object?>)> Graphs =>
        [
            Same(
                "the same object twice",
                () =>
                {
                    var person = new Person("Ann", 30);
                    return new[] { person, person, new Person("Ann", 30) };
                }
            ),
            Same(
                "the same array in different places",
                () =>
                {
                    int[] numbers = [1, 2, 3];
                    return new Pair<int[], object>
                    {
                        First = numbers,
                        Second = new List<int[]> { numbers },
                    };
                }
            ),
            Same(
                "cycle of two",
                () =>
                {
                    var left = new Person("Ann", 30);
                    var right = new Person("Bob", 31) { Friends = { left } };
                    left.Friends.Add(right);
                    return left;
                }
            ),
            Same(
                "friend of oneself",
                () =>
                {
                    var person = new Person("Ann", 30);
                    person.Friends.Add(person);
                    return person;
                }
            ),
            Same(
                "tree with parents",
                () =>
                {
                    var root = new Tree { Value = 1 };
                    root.Left = new Tree { Value = 2, Parent = root };
                    root.Right = new Tree { Value = 3, Parent = root };
                    root.Right.Left = new Tree { Value = 4, Parent = root.Right };
                    return root;
                }
            ),
            Same(
                "the same box twice",
                () =>
                {
                    object box = new Money(1, "EUR");
                    return new[] { box, box };
                }
            ),
            Same(
                "box in a cycle",
                () =>
                {
                    var list = new List<object>();
                    list.Add(new Nest("x") { Any = list });
                    return list;
                }
            ),
            Same(
                "deep tree to the left",
                () =>
                {
                    var root = new Tree();
                    for (var i = 0; i < 20_000; i++)
                        root = new Tree { Left = root, Value = i };
                    return root;
                }
            ),
            Same(
                "deep nest of arrays",
                () =>
                {
                    object nest = "core";
                    for (var i = 0; i < 20_000; i++)
                        nest = new[] { nest };
                    return nest;
                }
            ),
        ];
}
