using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Multiprocessing.Tests.Values;

/// <summary>
/// Whether a copy is like its original in every field, with the same objects shared and the same cycles.
/// </summary>
internal sealed class Alike
{
    private readonly Dictionary<object, object> _pairs = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<(object? Original, object? Copy, Step Path)> _open = new();

    /// <summary>A place in the graph; a text only when it is told, for graphs are deep.</summary>
    private sealed record Step(Step? Outer, string Name)
    {
        public override string ToString()
        {
            var names = new Stack<string>();
            for (var step = this; step is not null; step = step.Outer)
                names.Push(step.Name);
            return string.Concat(names);
        }
    }

    public static void Check(object? original, object? copy)
    {
        var alike = new Alike();
        alike._open.Push((original, copy, new Step(null, "root")));
        while (alike._open.TryPop(out var next))
            alike.Compare(next.Original, next.Copy, next.Path);
    }

    private void Compare(object? original, object? copy, Step path)
    {
        if (original is null || copy is null)
        {
            if (!(original is null && copy is null))
                Assert.Fail($"{path}: {original} and {copy}");
            return;
        }
        var type = original.GetType();
        if (!(type == copy.GetType()))
            Assert.Fail($"{path}: {type} and {copy.GetType()}");
        if (type.IsPrimitive || type.IsEnum || IsJudgedByEquals(original))
        {
            if (!(original.Equals(copy)))
                Assert.Fail($"{path}: {original} and {copy}");
            return;
        }
        if (!type.IsValueType)
        {
            if (_pairs.TryGetValue(original, out var known))
            {
                if (!(ReferenceEquals(known, copy)))
                    Assert.Fail($"{path}: not the same object");
                return;
            }
            _pairs.Add(original, copy);
        }
        CompareInside(original, copy, type, path);
    }

    private void CompareInside(object original, object copy, Type type, Step path)
    {
        switch (original)
        {
            case StringBuilder or Regex:
                Assert.Equal(original.ToString(), copy.ToString());
                break;
            case Array array:
                CompareArrays(array, (Array)copy, path);
                break;
            case Delegate call:
                Assert.Equal(call.Method, ((Delegate)copy).Method);
                CompareAll(
                    call.GetInvocationList().Skip(1),
                    ((Delegate)copy).GetInvocationList().Skip(1),
                    path
                );
                _open.Push((call.Target, ((Delegate)copy).Target, new Step(path, ".Target")));
                break;
            case IDictionary or IEnumerable when IsContainer(type):
                CompareAll((IEnumerable)original, (IEnumerable)copy, path);
                CompareFields(original, copy, type, path, onlyUsers: true);
                break;
            default:
                CompareFields(original, copy, type, path, onlyUsers: false);
                break;
        }
    }

    private void CompareArrays(Array original, Array copy, Step path)
    {
        for (var i = 0; i < original.Rank; i++)
        {
            Assert.Equal(original.GetLowerBound(i), copy.GetLowerBound(i));
            Assert.Equal(original.GetLength(i), copy.GetLength(i));
        }
        CompareAll(original, copy, path);
    }

    private void CompareAll(IEnumerable original, IEnumerable copy, Step path)
    {
        var (left, right) = (original.Cast<object?>().ToArray(), copy.Cast<object?>().ToArray());
        if (!(left.Length == right.Length))
            Assert.Fail($"{path}: {left.Length} and {right.Length} items");
        for (var i = left.Length - 1; i >= 0; i--)
            _open.Push((left[i], right[i], new Step(path, $"[{i}]")));
    }

    private void CompareFields(object original, object copy, Type type, Step path, bool onlyUsers)
    {
        const BindingFlags declared =
            BindingFlags.Instance
            | BindingFlags.Public
            | BindingFlags.NonPublic
            | BindingFlags.DeclaredOnly;
        for (var level = type; level is not null; level = level.BaseType)
        {
            if (onlyUsers && IsFrameworks(level))
                continue;
            foreach (var field in level.GetFields(declared))
                _open.Push(
                    (
                        field.GetValue(original),
                        field.GetValue(copy),
                        new Step(path, "." + field.Name)
                    )
                );
        }
    }

    private static bool IsFrameworks(Type type) =>
        type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true;

    /// <summary>A container of the framework, or derived from one, is what it lists.</summary>
    private static bool IsContainer(Type type)
    {
        for (var level = type; level is not null && level != typeof(object); level = level.BaseType)
            if (level.Namespace?.StartsWith("System.Collections", StringComparison.Ordinal) == true)
                return true;
        return false;
    }

    private static bool IsJudgedByEquals(object value) =>
        value
            is string
                or MemberInfo
                or Assembly
                or Uri
                or CultureInfo
                or CompareInfo
                or XName
                or StringComparer
        || value.GetType().Namespace == "System" && value is ValueType and IFormattable;
}
