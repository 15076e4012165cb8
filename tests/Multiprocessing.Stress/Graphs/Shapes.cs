#pragma warning disable CA1051, CA1819, CA2227, CA1002, CA1034 // types as users write them, on purpose not always well
namespace Multiprocessing.Stress.Graphs;

/// <summary>A common interface, for fields that are typed by one.</summary>
public interface IShape
{
    object? Tag { get; set; }
}

public enum Colour : byte
{
    Red,
    Green = 200,
}

[Flags]
public enum Rights : long
{
    None = 0,
    Read = 1,
    All = long.MinValue,
}

/// <summary>Public fields of every kind, any of which may refer back.</summary>
public class Node : IShape
{
    public object? Any;
    public Node? Next;
    public Node?[]? Others;
    public IShape? Shape;
    public List<object?>? Items;
    public Dictionary<string, object?>? ByName;
    public (string?, Node?, int) Pair;
    public double Number;
    public DateTime When;
    public decimal? Price;

    public object? Tag { get; set; }
}

/// <summary>Private and read-only fields, a base class with a field of the same name.</summary>
public sealed class Closed : Node
{
    private readonly object? _any;
    private readonly Guid _id;
    private long _count;

    public Closed(object? any, Guid id, long count)
    {
        _any = any;
        _id = id;
        _count = count;
    }

    public new object? Any => _any;

    public long Bump() => _count + _id.GetHashCode();
}

public record Person(string? Name, int Age, object? Friend) : IShape
{
    public object? Tag { get; set; }
}

public record Employee(string? Name, int Age, object? Friend, Person? Boss)
    : Person(Name, Age, Friend);

/// <summary>A value with a reference inside.</summary>
public struct Mixed : IEquatable<Mixed>
{
    public int Number;
    public object? Reference;
    public Colour Colour;

    public readonly bool Equals(Mixed other) =>
        ReferenceEquals(Reference, other.Reference) && Number == other.Number;

    public override readonly bool Equals(object? other) => other is Mixed mixed && Equals(mixed);

    public override readonly int GetHashCode() => Number;
}

/// <summary>A value without references, with room between its fields.</summary>
public readonly record struct Plain(byte Small, double Large, short Middle);

/// <summary>A generic class over anything.</summary>
public sealed class Box<T>
{
    public T? Value;
    public Box<T>? Other;
}
