using System.Reflection;

namespace Multiprocessing.Values;

/// <summary>
/// Gives an object that others already refer to the inside of another of the same type. So an immutable
/// container can stand in a cycle although it is made only when its items are there.
/// </summary>
internal static class Transplant
{
    public static void Into(object target, object source)
    {
        if (source.GetType() != target.GetType())
            throw new InvalidDataException(
                $"A {TypeNames.Of(target.GetType())} came out as {TypeNames.Of(source.GetType())} in this process."
            );
        for (var level = target.GetType(); level is not null; level = level.BaseType)
            foreach (var field in level.GetFields(Layout.Declared))
            {
                var value = field.GetValue(source);
                // A delegate to a static method refers to itself.
                field.SetValue(target, ReferenceEquals(value, source) ? target : value);
            }
    }
}
