using System.Numerics;
using System.Runtime.CompilerServices;

namespace Multiprocessing.Tests.Values;

public static partial class Corpus
{
    internal enum Colour : byte
    {
        Red = 1,
        Green = 200,
    }

    [Flags]
    internal enum Wide : long
    {
        None = 0,
        Top = 1L << 62,
    }

    internal struct Point
    {
        public int X;
        public double Y;
    }

    internal readonly record struct Money(decimal Amount, string? Currency);

    internal readonly record struct Span2(DateTime From, TimeSpan Length);

    internal struct Nest
    {
        public Point At;
        public Money? Price;
        public object? Any;
        private readonly string _hidden;

        public Nest(string hidden) => _hidden = hidden;
    }

    [InlineArray(4)]
    internal struct FourInts
    {
        private int _first;
    }

    [InlineArray(3)]
    internal struct ThreeNames
    {
        private string? _first;
    }

    private static IEnumerable<(string, Func<object?>, Action<object?, object?>)> Scalars =>
        [
            Same("null", () => null),
            Same("bool", () => true),
            Same("char", () => 'ß'),
            Same("sbyte", () => sbyte.MinValue),
            Same("byte", () => (byte)200),
            Same("short", () => short.MinValue),
            Same("ushort", () => ushort.MaxValue),
            Same("int", () => int.MinValue),
            Same("uint", () => uint.MaxValue),
            Same("long", () => long.MinValue),
            Same("ulong", () => ulong.MaxValue),
            Same("nint", () => (nint)(-5)),
            Same("nuint", () => (nuint)5),
            Same("half", () => (Half)1.5),
            Same("float", () => float.Epsilon),
            Same("double not a number", () => double.NaN),
            Same("double", () => Math.PI),
            Same("decimal with its scale", () => 1.500m),
            Same("int128", () => Int128.MinValue),
            Same("uint128", () => UInt128.MaxValue),
            Same("big integer", () => BigInteger.Pow(-7, 300)),
            Same("complex", () => new Complex(1, -2)),
            Same("guid", () => new Guid("0f8fad5b-d9cb-469f-a165-70867728950e")),
            Same(
                "date and time of a kind",
                () => new DateTime(2026, 2, 3, 4, 5, 6, DateTimeKind.Utc)
            ),
            Same(
                "date with offset",
                () => new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.FromHours(-3))
            ),
            Same("date only", () => new DateOnly(2026, 2, 3)),
            Same("time only", () => new TimeOnly(23, 59)),
            Same("time span", () => TimeSpan.FromTicks(-1)),
            Same("rune", () => new System.Text.Rune(0x1F600)),
            Same("index and range", () => new object[] { ^3, 1..^2 }),
            Same("empty string", () => ""),
            Same("plain string", () => "hello"),
            Same("string of many scripts", () => "ä€😀\0漢字"),
            Same("string with a lone surrogate", () => "a\uD800b"),
            Same("long string", () => new string('x', 100_000)),
            Same("enum", () => Colour.Green),
            Same("enum without a name", () => (Colour)77),
            Same("wide enum", () => Wide.Top),
            Same("boxed nullable", () => (int?)7),
        ];

    private static IEnumerable<(string, Func<object?>, Action<object?, object?>)> Structs =>
        [
            Same("plain struct", () => new Point { X = 1, Y = 2 }),
            Same("record struct", () => new Money(12.30m, "EUR")),
            Same(
                "record struct of dates",
                () => new Span2(new DateTime(2026, 1, 1), TimeSpan.FromDays(1))
            ),
            Same(
                "struct of structs",
                () =>
                    new Nest("secret")
                    {
                        At = new Point { X = 5 },
                        Price = new Money(1, null),
                        Any = "x",
                    }
            ),
            Same("struct with nothing in it", () => new Nest()),
            Same("value tuple", () => (1, "two", 3.0)),
            Same("long value tuple", () => (1, 2, 3, 4, 5, 6, 7, "eight", 9)),
            Same("tuple", () => Tuple.Create(1, "two", Tuple.Create(3))),
            Same("key and value", () => KeyValuePair.Create("a", new[] { 1 })),
            Same("nullables", () => new int?[] { 1, null, 3 }),
            Same("nullable structs with references", () => new Money?[] { new(1, "EUR"), null }),
            Shape<FourInts>(
                "inline array",
                () =>
                {
                    var four = new FourInts();
                    four[3] = 9;
                    return four;
                },
                (a, b) => Xunit.Assert.Equal(a[3], b[3])
            ),
            Shape<ThreeNames>(
                "inline array of references",
                () =>
                {
                    var three = new ThreeNames();
                    three[2] = "c";
                    return three;
                },
                (a, b) => Xunit.Assert.Equal((null, a[2]), (b[0], b[2]))
            ),
        ];
}
