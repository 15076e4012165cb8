using System.Reflection;

namespace Multiprocessing.Values;

/// <summary>One field of an object, boxed value types included.</summary>
internal abstract class FieldSlot(FieldInfo info)
{
    public FieldInfo Info { get; } = info;

    /// <summary>What the field adds to a path.</summary>
    public string Step { get; } = Holders.StepOf(info);

    public abstract void Write(GraphWriter writer, object owner);

    public abstract void Read(GraphReader reader, object owner);

    public static FieldSlot For(FieldInfo field)
    {
        var type = field.FieldType;
        if (type.IsPointer || type.IsFunctionPointer)
            return new AddressSlot(field);
        if ((type == typeof(nint) || type == typeof(nuint)) && Framework.Owns(field.DeclaringType!))
            return new AddressSlot(field);
        return (FieldSlot)
            Activator.CreateInstance(typeof(FieldSlot<>).MakeGenericType(type), field)!;
    }
}

internal sealed class FieldSlot<T>(FieldInfo info) : FieldSlot(info)
{
    public override void Write(GraphWriter writer, object owner) =>
        Slot<T>.Write(writer, (T)Info.GetValue(owner)!);

    public override void Read(GraphReader reader, object owner) =>
        Info.SetValue(owner, Slot<T>.Read(reader));
}

/// <summary>An address in this process's memory: only none travels.</summary>
internal sealed class AddressSlot(FieldInfo info) : FieldSlot(info)
{
    public override unsafe void Write(GraphWriter writer, object owner)
    {
        var address = Info.GetValue(owner) switch
        {
            nint number => number,
            nuint number => (nint)number,
            Pointer pointer => (nint)Pointer.Unbox(pointer),
            _ => 0,
        };
        if (address != 0)
            throw new Refusal(
                Info.FieldType,
                "it is an address in this process's memory. Pass what is stored there instead."
            );
    }

    public override void Read(GraphReader reader, object owner) { }
}
