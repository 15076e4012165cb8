using System.Collections;

namespace Multiprocessing.Values;

/// <summary>
/// Enumerators of containers that are rebuilt and not copied: they count places or changes, which are others after the journey.
/// Those of arrays, queues, stacks and sorted containers, and begun methods with <c>yield</c>, go on where they were.
/// </summary>
internal static class Enumerators
{
    public const string Reason =
        "it is in the midst of a container that is built anew on the other side, where its place means nothing. Pass the container, or a list of what is left.";

    private static readonly HashSet<string> s_rebuilt =
    [
        "System.Collections.Generic.List`1",
        "System.Collections.Generic.LinkedList`1",
        "System.Collections.Generic.Dictionary`2",
        "System.Collections.Generic.HashSet`1",
        "System.Collections.Generic.OrderedDictionary`2",
        "System.Collections.Hashtable",
        "System.Collections.Concurrent.ConcurrentDictionary`2",
        "System.Collections.Immutable.ImmutableDictionary`2",
        "System.Collections.Immutable.ImmutableHashSet`1",
        "System.Collections.Frozen.FrozenDictionary`2",
        "System.Collections.Frozen.FrozenSet`1",
        "System.Linq.Lookup`2",
    ];

    /// <summary>Whether the type enumerates such a container.</summary>
    public static bool AreRefused(Type type) =>
        type.DeclaringType is { } outer
        && Framework.Owns(outer)
        && s_rebuilt.Contains((outer.DeclaringType ?? outer).FullName!)
        && (IsNamedSo(type) || typeof(IEnumerator).IsAssignableFrom(type));

    // A frozen set's enumerator, which may be a part of another, implements no interface.
    private static bool IsNamedSo(Type type) =>
        type.Name.Contains("Enumerator", StringComparison.Ordinal);
}
