using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Multiprocessing.Stress.Running;

namespace Multiprocessing.Stress.Graphs;

/// <summary>
/// Whether two graphs are the same but for the identity of their objects: equal types, equal bits in every field, and two
/// references to one object here exactly where there are two references to one object there.
/// </summary>
internal sealed class Isomorphism
{
    private readonly Dictionary<object, object> _there = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, object> _back = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<(object? Here, object? There, string Path)> _open = new();

    public static void Check(object? here, object? there)
    {
        var isomorphism = new Isomorphism();
        isomorphism._open.Push((here, there, "root"));
        while (isomorphism._open.TryPop(out (object? Here, object? There, string Path) next))
        {
            isomorphism.Compare(next.Here, next.There, next.Path);
        }
    }

    private void Compare(object? here, object? there, string path)
    {
        if (here is null || there is null)
        {
            Running.Check.That(
                here is null && there is null,
                $"{path}: {here ?? "null"} became {there ?? "null"}"
            );
            return;
        }

        Type type = here.GetType();
        Running.Check.Same(type, there.GetType(), path);
        if (here is Type or Uri or IEqualityComparer or StringComparer)
        {
            Running.Check.That(here.Equals(there), $"{path}: {here} became {there}");
        }
        else if (here is string text)
        {
            Pair(here, there, path);
            Running.Check.That(
                string.Equals(text, (string)there, StringComparison.Ordinal),
                $"{path}: '{text}' became '{there}'"
            );
        }
        else if (type.IsPrimitive || type.IsEnum)
        {
            Running.Check.That(
                Bits(here).SequenceEqual(Bits(there)),
                $"{path}: {here} became {there}"
            );
        }
        else if (type.IsValueType || Pair(here, there, path))
        {
            CompareInside(here, there, type, path);
        }
    }

    /// <summary>Notes that these stand for each other; false when that was known.</summary>
    private bool Pair(object here, object there, string path)
    {
        bool known = _there.TryGetValue(here, out object? before);
        bool knownBack = _back.TryGetValue(there, out object? beforeBack);
        if (here is string && !known && !knownBack || !known && !knownBack)
        {
            _there.Add(here, there);
            _back.Add(there, here);
            return true;
        }

        // Equal texts may become one object or stay apart: nobody can tell them apart but by identity.
        Running.Check.That(
            here is string || (ReferenceEquals(before, there) && ReferenceEquals(beforeBack, here)),
            $"{path}: another object than at its first place"
        );
        return false;
    }

    private void CompareInside(object here, object there, Type type, string path)
    {
        switch (here)
        {
            case Array array:
                CompareArrays(array, (Array)there, path);
                break;
            case IEnumerable items
                when type.Namespace!.StartsWith("System.Collections", StringComparison.Ordinal):
                CompareItems(items, (IEnumerable)there, path);
                _open.Push((ComparerOf(here), ComparerOf(there), path + ".Comparer"));
                break;
            case System.Text.StringBuilder:
                Running.Check.Same(here.ToString(), there.ToString(), path);
                break;
            default:
                CompareFields(here, there, type, path);
                break;
        }
    }

    private void CompareArrays(Array here, Array there, string path)
    {
        for (int i = 0; i < here.Rank; i++)
        {
            Running.Check.Same(here.GetLength(i), there.GetLength(i), path);
            Running.Check.Same(here.GetLowerBound(i), there.GetLowerBound(i), path);
        }

        CompareItems(here, there, path);
    }

    private void CompareItems(IEnumerable here, IEnumerable there, string path)
    {
        object?[] left = [.. here.Cast<object?>()];
        object?[] right = [.. there.Cast<object?>()];
        Running.Check.Same(left.Length, right.Length, path + ".Count");
        for (int i = 0; i < left.Length; i++)
        {
            _open.Push((left[i], right[i], $"{path}[{i}]"));
        }
    }

    private void CompareFields(object here, object there, Type type, string path)
    {
        const BindingFlags declared =
            BindingFlags.Instance
            | BindingFlags.Public
            | BindingFlags.NonPublic
            | BindingFlags.DeclaredOnly;
        // A chain is as deep as its path is long.
        string shown = path.Length > 200 ? path[..200] + "…" : path;
        for (Type? level = type; level is not null; level = level.BaseType)
        {
            foreach (FieldInfo field in level.GetFields(declared))
            {
                _open.Push((field.GetValue(here), field.GetValue(there), $"{shown}.{field.Name}"));
            }
        }
    }

    private static object? ComparerOf(object container) =>
        container.GetType().GetProperty("Comparer")?.GetValue(container);

    private static byte[] Bits(object value)
    {
        ref byte data = ref Unsafe.As<Raw>(value).Data;
        int size = value switch
        {
            Enum => Marshal.SizeOf(Enum.GetUnderlyingType(value.GetType())),
            char => sizeof(char),
            bool => sizeof(bool),
            _ => Marshal.SizeOf(value),
        };
        return MemoryMarshal.CreateReadOnlySpan(ref data, size).ToArray();
    }

    private sealed class Raw
    {
        public byte Data;
    }
}
