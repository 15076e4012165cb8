using System.Collections.Concurrent;
using System.Reflection;

namespace Multiprocessing.Values;

/// <summary>Whether a type's values travel as the bytes they are in memory.</summary>
internal static class Blittable
{
    private static readonly ConcurrentDictionary<Type, bool> s_known = new();

    public static bool Is(Type type)
    {
        if (type.IsPrimitive || type.IsEnum)
            return true;
        if (!type.IsValueType || type.IsByRefLike || type.IsGenericTypeDefinition)
            return false;
        return s_known.GetOrAdd(
            type,
            static t =>
                Array.TrueForAll(
                    t.GetFields(Layout.Declared),
                    f => f.FieldType != t && IsBlittable(f)
                )
        );
    }

    private static bool IsBlittable(FieldInfo field) =>
        !(
            (field.FieldType == typeof(nint) || field.FieldType == typeof(nuint))
            && Framework.Owns(field.DeclaringType!)
        ) && Is(field.FieldType);
}

/// <summary>The same, remembered for one type.</summary>
internal static class Blittable<T>
{
    public static readonly bool Is = Blittable.Is(typeof(T));
}
