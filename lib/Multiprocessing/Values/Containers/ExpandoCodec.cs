using System.ComponentModel;
using System.Dynamic;
using System.Runtime.CompilerServices;

namespace Multiprocessing.Values;

/// <summary>Objects whose members come and go at run time.</summary>
internal sealed class ExpandoCodec() : RebuiltCodec<ExpandoObject>(typeof(ExpandoObject))
{
    protected override void WriteContent(GraphWriter writer, ExpandoObject value)
    {
        if (HandlersOf(value) is not null)
            throw new Refusal(
                typeof(ExpandoObject),
                "somebody listens to its changes. Remove the PropertyChanged handlers first."
            );
        var members = value.ToArray();
        writer.Output.WriteVarint(members.Length);
        foreach (var (name, member) in members)
        {
            writer.Output.WriteString(name);
            try
            {
                Slot<object?>.Write(writer, member);
            }
            catch (Refusal refusal) when (refusal.Through(name)) { }
        }
    }

    protected override void ReadContent(GraphReader reader, ExpandoObject target)
    {
        Construct(target);
        for (var count = reader.ReadCount(2); count > 0; count--)
            ((IDictionary<string, object?>)target).Add(
                reader.ReadString(),
                Slot<object?>.Read(reader)
            );
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = ".ctor")]
    private static extern void Construct(ExpandoObject target);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_propertyChanged")]
    private static extern ref PropertyChangedEventHandler? HandlersOf(ExpandoObject target);
}
