using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Multiprocessing.Values;

/// <summary>
/// Fields written and read one after another: one by one until they have been used often, then by code compiled for just these.
/// </summary>
internal sealed class FieldRun(FieldSlot[] slots)
{
    // Compiling takes as long as walking the slots of some hundred objects.
    private const int Often = 500;

    private Writing? _write;
    private Reading? _read;
    private int _uses;

    private delegate void Writing(GraphWriter writer, object owner, ref int at);

    private delegate void Reading(GraphReader reader, object owner);

    /// <param name="writer">Takes the fields.</param>
    /// <param name="owner">Whose they are.</param>
    /// <param name="at">Which field is being written, for whoever has to tell that it cannot travel.</param>
    public void Write(GraphWriter writer, object owner, ref int at)
    {
        if (_write is { } compiled)
        {
            compiled(writer, owner, ref at);
            return;
        }
        for (at = 0; at < slots.Length; at++)
            slots[at].Write(writer, owner);
        if (IsUsedOften())
            _write = CompileWriting();
    }

    public void Read(GraphReader reader, object owner)
    {
        if (_read is { } compiled)
        {
            compiled(reader, owner);
            return;
        }
        foreach (var slot in slots)
            slot.Read(reader, owner);
        if (IsUsedOften())
            _read = CompileReading();
    }

    private bool IsUsedOften() =>
        ++_uses > Often
        && RuntimeFeature.IsDynamicCodeSupported
        && slots.Length > 0
        && Array.TrueForAll(slots, s => s is not AddressSlot);

    private Writing CompileWriting()
    {
        var method = new DynamicMethod(
            "Write",
            typeof(void),
            [typeof(GraphWriter), typeof(object), typeof(int).MakeByRefType()],
            typeof(FieldRun).Module,
            skipVisibility: true
        );
        var code = method.GetILGenerator();
        for (var i = 0; i < slots.Length; i++)
        {
            var field = slots[i].Info;
            code.Emit(OpCodes.Ldarg_2);
            code.Emit(OpCodes.Ldc_I4, i);
            code.Emit(OpCodes.Stind_I4);
            code.Emit(OpCodes.Ldarg_0);
            EmitOwner(code, field);
            code.Emit(OpCodes.Ldfld, field);
            code.Emit(OpCodes.Call, SlotMethod(field, nameof(Slot<>.Write)));
        }
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<Writing>();
    }

    private Reading CompileReading()
    {
        var method = new DynamicMethod(
            "Read",
            typeof(void),
            [typeof(GraphReader), typeof(object)],
            typeof(FieldRun).Module,
            skipVisibility: true
        );
        var code = method.GetILGenerator();
        foreach (var slot in slots)
        {
            EmitOwner(code, slot.Info);
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Call, SlotMethod(slot.Info, nameof(Slot<>.Read)));
            code.Emit(OpCodes.Stfld, slot.Info);
        }
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<Reading>();
    }

    private static void EmitOwner(ILGenerator code, FieldInfo field)
    {
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(
            field.DeclaringType!.IsValueType ? OpCodes.Unbox : OpCodes.Castclass,
            field.DeclaringType
        );
    }

    private static MethodInfo SlotMethod(FieldInfo field, string name) =>
        typeof(Slot<>).MakeGenericType(field.FieldType).GetMethod(name)!;
}
