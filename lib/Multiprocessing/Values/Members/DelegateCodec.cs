namespace Multiprocessing.Values;

/// <summary>Delegates: the methods they call and the objects they call them on.</summary>
internal sealed class DelegateCodec(Type type) : ObjectCodec(type)
{
    public override bool HasBody => false;

    public override void WriteHeader(GraphWriter writer, object value)
    {
        var calls = ((Delegate)value).GetInvocationList();
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

    public override object Allocate(GraphReader reader)
    {
        var calls = new Delegate[reader.ReadCount(2)];
        for (var i = 0; i < calls.Length; i++)
        {
            var method = (System.Reflection.MethodInfo)reader.ReadMethod();
            calls[i] = Delegate.CreateDelegate(
                WireType,
                reader.ReadReferenceLater(typeof(object)),
                method
            );
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
}
