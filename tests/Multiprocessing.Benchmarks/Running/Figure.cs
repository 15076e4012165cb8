namespace Multiprocessing.Benchmarks.Running;

/// <summary>What a figure counts, which decides how it is written.</summary>
internal enum Unit
{
    Seconds,
    PerSecond,
    BytesPerSecond,
    Bytes,
    Factor,
}

/// <summary>One thing that is measured of a contender, such as its median latency.</summary>
internal sealed record Figure(string Name, Unit Unit);

/// <summary>A figure of one contender.</summary>
internal sealed record Quantity(string Contender, Figure Figure);
