using System.Collections.Concurrent;
using System.Reflection;

namespace Multiprocessing.Values;

/// <summary>Which fields an object has, in the same order in every process that runs the same code.</summary>
internal static class Layout
{
    public const BindingFlags Declared =
        BindingFlags.Instance
        | BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.DeclaredOnly;

    private static readonly ConcurrentDictionary<Type, bool> s_empty = new();

    /// <summary>Whether objects of the type have no state: no fields, and no elements, which are none of an array's fields.</summary>
    public static bool IsEmpty(Type type) =>
        s_empty.GetOrAdd(type, static t => !t.IsArray && Between(t, null).Count == 0);

    /// <summary>The fields declared by the type and its bases below the given one, bases first.</summary>
    public static List<FieldInfo> Between(Type type, Type? above)
    {
        // Plain loops here and wherever a worker comes by on its way to its first task: loading LINQ takes longer.
        var fields = new List<FieldInfo>();
        for (var level = type; level is not null && level != above; level = level.BaseType)
        {
            var own = level.GetFields(Declared);
            SortByToken(own);
            fields.InsertRange(0, own);
        }
        fields.RemoveAll(IsCachedHash);
        return fields;
    }

    /// <summary>They nearly always are in order, and starting Array.Sort takes longer than this.</summary>
    private static void SortByToken(FieldInfo[] fields)
    {
        for (var i = 1; i < fields.Length; i++)
        for (var j = i; j > 0 && fields[j - 1].MetadataToken > fields[j].MetadataToken; j--)
            (fields[j - 1], fields[j]) = (fields[j], fields[j - 1]);
    }

    /// <summary>
    /// Some types of the framework keep a computed hash code, 0 meaning "not yet". Hash codes of strings differ
    /// from process to process, so a copied one would make equal keys miss each other.
    /// </summary>
    private static bool IsCachedHash(FieldInfo field) =>
        field.FieldType == typeof(int)
        && field.Name is "_hash" or "_hashCode" or "_hashcode"
        && Framework.Owns(field.DeclaringType!);
}

/// <summary>Whether a type is part of .NET itself.</summary>
internal static class Framework
{
    private static readonly ConcurrentDictionary<Assembly, bool> s_known = new();

    public static bool Owns(Type type) =>
        s_known.GetOrAdd(
            type.Assembly,
            static a =>
                a.FullName is { } name
                && (
                    name.StartsWith("System.", StringComparison.Ordinal)
                    || name.StartsWith("Microsoft.", StringComparison.Ordinal)
                )
        );
}
