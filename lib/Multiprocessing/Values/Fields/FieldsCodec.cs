namespace Multiprocessing.Values;

/// <summary>
/// Copies an object field by field. A field that leads to more of the same, such as a list's next node, goes last
/// and is followed in a loop, so that long chains take no stack.
/// </summary>
internal sealed class FieldsCodec : ObjectCodec
{
    private readonly FieldSlot[] _head;
    private readonly FieldRun _run;
    private readonly FieldSlot? _tail;

    public FieldsCodec(Type type)
        : base(type)
    {
        var slots = FieldSet.Of(type).Slots;
        _tail = Array.FindLast(slots, s => LeadsOn(s.Info.FieldType, type));
        _head = _tail is null ? slots : Array.FindAll(slots, s => s != _tail);
        _run = new FieldRun(_head);
    }

    public override void WriteBody(GraphWriter writer, object value)
    {
        var start = value;
        var codec = this;
        var hops = 0;
        var i = 0;
        try
        {
            while (true)
            {
                codec._run.Write(writer, value, ref i);
                i = codec._head.Length;
                if (codec._tail is not { } tail)
                    return;
                var next = tail.Get(value);
                var mark = writer.Mark();
                var nextCodec = writer.Begin(ref next, tail.Info.FieldType);
                if (nextCodec is not FieldsCodec more)
                {
                    writer.Complete(mark, nextCodec, next);
                    return;
                }
                (value, codec) = (next!, more);
                hops++;
            }
        }
        catch (Refusal refusal) when (AddSteps(refusal, start, hops, i)) { }
    }

    public override void Fill(GraphReader reader, object target)
    {
        var codec = this;
        while (true)
        {
            codec._run.Read(reader, target);
            if (codec._tail is not { } tail)
                return;
            var mark = reader.Mark();
            var next = reader.Begin(tail.Info.FieldType, out var nextCodec);
            tail.Set(target, next);
            if (nextCodec is not FieldsCodec more)
            {
                reader.Complete(mark, nextCodec, next);
                return;
            }
            (target, codec) = (next!, more);
        }
    }

    private static bool LeadsOn(Type field, Type owner) =>
        field != typeof(object) && !field.IsValueType && field.IsAssignableFrom(owner);

    /// <summary>Goes the way again to tell it: the loop keeps no memory of it.</summary>
    private bool AddSteps(Refusal refusal, object start, int hops, int index)
    {
        var steps = new List<string>();
        var codec = this;
        for (; hops > 0; hops--)
        {
            steps.Add(codec._tail!.Step);
            start = codec._tail.Get(start)!;
            codec = (FieldsCodec)Codecs.For(start.GetType());
        }
        refusal.Through(index < codec._head.Length ? codec._head[index].Step : codec._tail!.Step);
        for (var i = steps.Count - 1; i >= 0; i--)
            refusal.Through(steps[i]);
        return false;
    }
}
