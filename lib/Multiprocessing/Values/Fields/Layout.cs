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

    /// <summary>The fields declared by the type and its bases below the given one, bases first.</summary>
    public static FieldInfo[] Between(Type type, Type? above)
    {
        var levels = new Stack<Type>();
        for (var level = type; level is not null && level != above; level = level.BaseType)
            levels.Push(level);
        return
        [
            .. levels.SelectMany(l =>
                l.GetFields(Declared).Where(f => !IsCachedHash(f)).OrderBy(f => f.MetadataToken)
            ),
        ];
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
    public static bool Owns(Type type) =>
        type.Assembly.GetName().Name is { } name
        && (
            name.StartsWith("System.", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.", StringComparison.Ordinal)
        );
}
