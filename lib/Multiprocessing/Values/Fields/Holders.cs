using System.Reflection;

namespace Multiprocessing.Values;

/// <summary>The classes in which the compiler keeps variables, and how their fields are called in the source.</summary>
internal static class Holders
{
    /// <summary>Whether the class exists only to hold variables: a script cell, or what a lambda captured.</summary>
    public static bool IsHolder(Type type) =>
        type.Name.StartsWith("<>c", StringComparison.Ordinal)
        || type.Name.StartsWith("Submission#", StringComparison.Ordinal);

    /// <summary>What the source calls the field; empty where it has no name for it.</summary>
    public static string NameOf(FieldInfo field)
    {
        var name = field.Name;
        if (name.StartsWith("<>4__this", StringComparison.Ordinal))
            return IsHolder(field.FieldType) ? "" : "this";
        if (name.StartsWith("<>3__", StringComparison.Ordinal))
            return name[5..];
        // <Name>k__BackingField, <Name>i__Field, <name>5__2, <name>P: the name is in the brackets.
        if (name.StartsWith('<'))
            name = name[1..Math.Max(1, name.IndexOf('>', StringComparison.Ordinal))];
        return
            name.Contains('#', StringComparison.Ordinal)
            || name.StartsWith("CS$<>", StringComparison.Ordinal)
            ? ""
            : name;
    }

    /// <summary>Whether the class is one of the library's own around a user's function.</summary>
    public static bool IsWrapper(Type type) => type.Assembly == typeof(Holders).Assembly;

    /// <summary>The step a field adds to a path; empty where the source has no name for it.</summary>
    public static string StepOf(FieldInfo field)
    {
        var name = NameOf(field);
        // The library wraps a call's function in objects of its own, which no caller knows of, but for the arguments in them.
        if (IsWrapper(field.DeclaringType!))
            return name.StartsWith("argument", StringComparison.Ordinal) ? name : "";
        return name.Length > 0 && name != "this" && IsHolder(field.DeclaringType!)
            ? $"variable '{name}'"
            : name;
    }
}
