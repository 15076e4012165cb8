using System.Reflection;

namespace Multiprocessing.Values;

/// <summary>
/// Delegates: the methods they call and the objects they call them on. They are made whole from their headers, but for those
/// that are nested too deep: these get the objects with their bodies.
/// </summary>
internal sealed class DelegateCodec : ObjectCodec
{
    private readonly TargetsCodec _targets;

    public DelegateCodec(Type type)
        : base(type) => _targets = new TargetsCodec(this);

    public override bool HasBody => false;

    public override void WriteHeader(GraphWriter writer, object value)
    {
        var isDeep = writer.IsDeep;
        writer.Output.WriteRaw(isDeep);
        Write(writer, (Delegate)value, withTargets: !isDeep);
        if (isDeep)
            writer.PutOff(_targets, value);
    }

    public override object Allocate(GraphReader reader)
    {
        var isDeep = reader.ReadByte() != 0;
        var value = Read(reader, withTargets: !isDeep);
        if (isDeep)
            reader.PutOff(_targets, value);
        return value;
    }

    private static void Write(GraphWriter writer, Delegate value, bool withTargets)
    {
        var calls = value.GetInvocationList();
        writer.Output.WriteVarint(calls.Length);
        foreach (var call in calls)
        {
            RefuseForeign(call);
            RefuseBaseCall(call);
            writer.WriteMethod(call.Method);
            // Later: the target often refers back to the delegate, as events do.
            if (withTargets)
                writer.WriteReferenceLater(call.Target, typeof(object), StepTo(call.Target));
        }
    }

    private Delegate Read(GraphReader reader, bool withTargets)
    {
        var calls = new Delegate[reader.ReadCount()];
        for (var i = 0; i < calls.Length; i++)
        {
            var method = (MethodInfo)reader.ReadMethod();
            var target = withTargets ? reader.ReadReferenceLater(typeof(object)) : null;
            calls[i] = Delegate.CreateDelegate(WireType, target, method);
        }
        return Delegate.Combine(calls) ?? throw GraphReader.Damage("a delegate without a method");
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

    /// <summary>Makes a delegate whole that was made without the objects it calls.</summary>
    private sealed class TargetsCodec(DelegateCodec made) : ObjectCodec(made.WireType)
    {
        public override void WriteBody(GraphWriter writer, object value) =>
            Write(writer, (Delegate)value, withTargets: true);

        public override void Fill(GraphReader reader, object target) =>
            Transplant.Into(target, made.Read(reader, withTargets: true));
    }
}
