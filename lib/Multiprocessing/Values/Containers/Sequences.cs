using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Multiprocessing.Values;

/// <summary>Lazily evaluated sequences: what <c>yield</c> and LINQ return.</summary>
internal static class Sequences
{
    private static readonly MethodInfo s_toArray = typeof(Enumerable).GetMethod(
        nameof(Enumerable.ToArray)
    )!;

    /// <summary>Whether the compiler made the class from a method with <c>yield</c>.</summary>
    public static bool IsCompilerMade(Type type) =>
        type.Name.StartsWith('<')
        && (
            typeof(IEnumerator).IsAssignableFrom(type)
            || Array.Exists(type.GetInterfaces(), i => i.Name == "IAsyncEnumerator`1")
        );

    /// <summary>Whether a type's values are evaluated while they are walked through.</summary>
    public static bool IsLazy(Type type)
    {
        if (IsCompilerMade(type))
            return true;
        for (var level = type; level is not null; level = level.BaseType)
            if (
                level.Namespace == "System.Linq"
                && level.Name.StartsWith("Iterator`", StringComparison.Ordinal)
            )
                return true;
        return false;
    }

    /// <summary>Evaluates a lazy sequence if the place it stands in accepts an array.</summary>
    public static bool TryMaterialise(
        object value,
        Type slot,
        [NotNullWhen(true)] out object? array
    )
    {
        array = null;
        if (ElementOf(value.GetType()) is not { } element)
            return false;
        if (!slot.IsAssignableFrom(element.MakeArrayType()))
            return false;
        array = s_toArray
            .MakeGenericMethod(element)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [value], null)!;
        return true;
    }

    private static Type? ElementOf(Type type) =>
        Array
            .Find(
                type.GetInterfaces(),
                i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>)
            )
            ?.GetGenericArguments()[0];
}
