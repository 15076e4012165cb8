using System.Reflection;
using System.Runtime.CompilerServices;

namespace Multiprocessing.Values;

/// <summary>One field of an object, boxed value types included.</summary>
internal abstract class FieldSlot
{
    private string? _step;

    public FieldInfo Info { get; private set; } = null!;

    /// <summary>What the field adds to a path.</summary>
    public string Step => _step ??= Holders.StepOf(Info);

    public abstract void Write(GraphWriter writer, object owner);

    public abstract void Read(GraphReader reader, object owner);

    public static FieldSlot For(FieldInfo field)
    {
        var slot = IsAddress(field)
            ? new AddressSlot()
            : (FieldSlot)
                Activator.CreateInstance(typeof(FieldSlot<>).MakeGenericType(field.FieldType))!;
        slot.Info = field;
        return slot;
    }

    /// <summary>A user's nint is a number; the framework's is a handle.</summary>
    private static bool IsAddress(FieldInfo field) =>
        field.FieldType.IsPointer
        || field.FieldType.IsFunctionPointer
        || (
            (field.FieldType == typeof(nint) || field.FieldType == typeof(nuint))
            && Framework.Owns(field.DeclaringType!)
        );
}

/// <summary>A field of static type <typeparamref name="T"/>: by reflection until it has been used often.</summary>
internal sealed class FieldSlot<T> : FieldSlot
{
    // Compiling the access takes as long as some thousand accesses by reflection.
    private const int Often = 2000;

    private FieldReference<T>? _reference;
    private int _uses;

    public override void Write(GraphWriter writer, object owner) =>
        Slot<T>.Write(
            writer,
            Reference() is { } reference ? reference(owner) : (T)Info.GetValue(owner)!
        );

    public override void Read(GraphReader reader, object owner)
    {
        var value = Slot<T>.Read(reader);
        if (Reference() is { } reference)
            reference(owner) = value;
        else
            Info.SetValue(owner, value);
    }

    private FieldReference<T>? Reference()
    {
        if (_reference is null && ++_uses > Often && RuntimeFeature.IsDynamicCodeSupported)
            _reference = FieldReferences.Compile<T>(Info);
        return _reference;
    }
}

/// <summary>An address in this process's memory: only none travels.</summary>
internal sealed class AddressSlot : FieldSlot
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
