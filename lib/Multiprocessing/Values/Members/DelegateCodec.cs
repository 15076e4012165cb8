using System.Runtime.CompilerServices;

namespace Multiprocessing.Values;

/// <summary>
/// Delegates: the methods they call and the objects they call them on. They are made whole from their headers, but for those
/// that call other delegates nested too deep: these are made empty, and get their inside with their bodies.
/// </summary>
internal sealed class DelegateCodec : ObjectCodec
{
    private const int None = 0;

    private readonly Later _later;

    public DelegateCodec(Type type)
        : base(type) => _later = new Later(this);

    public override bool HasBody => false;

    public override void WriteHeader(GraphWriter writer, object value)
    {
        if (writer.IsDeep)
        {
            writer.Output.WriteVarint(None);
            writer.PutOff(_later, value);
            return;
        }
        WriteCalls(writer, (Delegate)value);
    }

    public override object Allocate(GraphReader reader)
    {
        var count = reader.ReadCount(2);
        if (count > None)
            return ReadCalls(reader, count);
        var empty = RuntimeHelpers.GetUninitializedObject(WireType);
        reader.PutOff(_later, empty);
        return empty;
    }

    private static void WriteCalls(GraphWriter writer, Delegate value)
    {
        var calls = value.GetInvocationList();
        writer.Output.WriteVarint(calls.Length);
        foreach (var call in calls)
        {
            RefuseForeign(call);
            RefuseBaseCall(call);
            writer.WriteMethod(call.Method);
            // Later: the target often refers back to the delegate, as events do.
            writer.WriteReferenceLater(call.Target, typeof(object), StepTo(call.Target));
        }
    }

    private Delegate ReadCalls(GraphReader reader, int count)
    {
        var calls = new Delegate[count];
        for (var i = 0; i < calls.Length; i++)
        {
            var method = (System.Reflection.MethodInfo)reader.ReadMethod();
            calls[i] = Delegate.CreateDelegate(
                WireType,
                reader.ReadReferenceLater(typeof(object)),
                method
            );
        }
        return Delegate.Combine(calls)!;
    }

    /// <summary>A delegate made from base.M must not become one that calls the override.</summary>
    private static void RefuseBaseCall(Delegate call)
    {
        if (
            call
                is {
                    Method: { IsVirtual: true, IsFinal: false, DeclaringType.IsInterface: false },
                    Target: { } target
                }
            && Delegate.CreateDelegate(call.GetType(), target, call.Method).Method != call.Method
        )
            throw new Refusal(
                call.GetType(),
                $"it calls base.{call.Method.Name}, past the method of the object's own class. Call it from a lambda instead."
            );
    }

    private static string StepTo(object? target) =>
        target is null || Holders.IsHolder(target.GetType()) || Holders.IsWrapper(target.GetType())
            ? ""
            : "this";

    /// <summary>A delegate over a function pointer names its own Invoke as its method.</summary>
    private static void RefuseForeign(Delegate call)
    {
        if (
            call.Method.DeclaringType == call.GetType()
            && (call.Target is null || ReferenceEquals(call.Target, call))
        )
            throw new Refusal(
                call.GetType(),
                "it points to native code. Get the delegate inside the function."
            );
    }

    /// <summary>What a header would say, as a body.</summary>
    private sealed class Later(DelegateCodec codec) : ObjectCodec(codec.WireType)
    {
        public override void WriteBody(GraphWriter writer, object value) =>
            WriteCalls(writer, (Delegate)value);

        public override void Fill(GraphReader reader, object target)
        {
            var count = reader.ReadCount(2);
            if (count == None)
                throw GraphReader.Damage("a delegate without a method");
            Transplant.Into(target, codec.ReadCalls(reader, count));
        }
    }
}
