using CsCheck;

namespace Multiprocessing.Stress.Graphs;

/// <summary>Values without anything inside, the awkward ones often.</summary>
internal sealed class Leaves(PCG pcg)
{
    private static readonly double[] s_doubles =
    [
        0,
        -0.0,
        double.NaN,
        BitConverter.Int64BitsToDouble(0x7FF8_0000_DEAD_BEEF), // a NaN that says something
        double.PositiveInfinity,
        double.Epsilon,
        double.MaxValue,
    ];

    private static readonly decimal[] s_decimals =
    [
        0,
        1.10m,
        1.1m,
        decimal.MaxValue,
        -0.0m,
        1e-28m,
    ];

    private static readonly string[] s_texts =
    [
        "",
        "plain",
        "\0",
        "ÿ",
        "Ā",
        "\uD83D\uDE00",
        "\uDE00 before \uD83D",
        new string('x', 5000),
    ];

    public object Next() =>
        pcg.Next(20) switch
        {
            0 => Double(),
            1 => (float)Double(),
            2 => Decimal(),
            3 => When(),
            4 => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(pcg.Next(14))),
            5 => Guid(),
            6 => Colour.Green,
            7 => Rights.All,
            8 => new Plain((byte)pcg.Next(256), Double(), (short)pcg.Next(1000)),
            9 => (Half)1.5,
            10 => (Int128)pcg.Next64() * -7,
            11 => new DateOnly(2026, 11, 23),
            12 => new Version(1, (int)pcg.Next(100)),
            13 => new Uri("https://example.org/a%20b?c=ü"),
            14 => typeof(Dictionary<string, List<int[]>>),
            15 => 'x',
            16 => (nint)pcg.Next(),
            17 => new System.Text.StringBuilder(Text()),
            18 => (int?)pcg.Next(),
            _ => Text(),
        };

    public double Double() =>
        pcg.Next(2) == 0
            ? s_doubles[pcg.Next((uint)s_doubles.Length)]
            : BitConverter.UInt64BitsToDouble(pcg.Next64());

    public decimal Decimal() => s_decimals[pcg.Next((uint)s_decimals.Length)];

    public DateTime When() =>
        new((long)pcg.Next64((ulong)DateTime.MaxValue.Ticks), (DateTimeKind)pcg.Next(3));

    public Guid Guid() => new((int)pcg.Next(), 1, 2, BitConverter.GetBytes(pcg.Next64()));

    /// <summary>Often the same object as another text of the graph, sometimes an equal one of its own.</summary>
    public string Text()
    {
        string text = s_texts[pcg.Next((uint)s_texts.Length)];
        return pcg.Next(3) == 0 ? new string(text.AsSpan()) : text;
    }

    public IEqualityComparer<string?>? Comparer() =>
        pcg.Next(3) switch
        {
            0 => null,
            1 => StringComparer.Ordinal,
            _ => StringComparer.InvariantCultureIgnoreCase,
        };
}
