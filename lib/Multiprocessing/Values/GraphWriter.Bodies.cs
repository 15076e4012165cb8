namespace Multiprocessing.Values;

internal sealed partial class GraphWriter
{
    // What headers referred to: their bodies follow when the reference is complete.
    private readonly Stack<Unfinished> _begun = new();

    // What was nested too deep: bodies follow when the walk is back at the top, the last one first.
    private readonly Stack<PutOff> _rest = new();
    private int _depth;
    private PutOff? _owner; // whose body is being written
    private PutOff? _sought; // what a second walk looks for, to tell the way to it

    /// <summary>Whether bodies are put off here.</summary>
    public bool IsDeep => _depth >= Nesting.Deepest;

    /// <summary>Has an object's body written when the walk is back at the top.</summary>
    public void PutOff(ObjectCodec codec, object value)
    {
        if (_sought is { } sought && ReferenceEquals(sought.Value, value))
            throw sought.Refusal!;
        _rest.Push(new PutOff(codec, value, _owner));
    }

    /// <summary>Writes the body of a reference begun, and of those begun inside its header.</summary>
    private void Complete(int mark, ObjectCodec? codec, object? value)
    {
        if (codec is not null)
            WriteBody(codec, value!);
        while (_begun.Count > mark)
        {
            var next = _begun.Pop();
            try
            {
                WriteBody(next.Codec, next.Value);
            }
            catch (Refusal refusal) when (refusal.Through(next.Step)) { }
        }
    }

    private void WriteBody(ObjectCodec codec, object value)
    {
        if (IsDeep)
        {
            PutOff(codec, value);
            return;
        }
        _depth++;
        codec.WriteBody(this, value);
        _depth--;
    }

    /// <summary>Writes the bodies that were put off, and those put off meanwhile.</summary>
    private void WriteRest()
    {
        try
        {
            while (_rest.TryPop(out _owner))
            {
                _owner.Start = _count;
                Complete(0, _owner.Codec, _owner.Value);
            }
        }
        catch (Refusal refusal)
        {
            TellWay(refusal);
            throw;
        }
    }

    /// <summary>
    /// Adds the steps that led to what was put off. The walk kept no memory of them, so the bodies on the way are written once more,
    /// each as far as the next one. The step from the root is left to <see cref="TellWayFrom"/>.
    /// </summary>
    private void TellWay(Refusal refusal)
    {
        for (_sought = _owner; _sought is not null; _sought = _sought.Owner)
        {
            _sought.Refusal = refusal;
            if (_sought.Owner is not { } owner)
                break;
            TellWayFrom(
                owner,
                static (writer, o) => writer.Complete(0, o.Codec, o.Value),
                owner.Start
            );
        }
    }

    /// <summary>Writes the same once more until what is sought comes up, which adds the steps to it to the refusal.</summary>
    private void TellWayFrom<T>(T from, Action<GraphWriter, T> write, int start)
    {
        Output.Truncate(_length);
        _begun.Clear();
        _count = start;
        _depth = 0;
        try
        {
            write(this, from);
        }
        catch (Exception e)
        {
            // A collection that changes as it is looked through may throw anything: the way is told as far as it is known.
            if (e != _sought!.Refusal)
                _sought.Refusal!.Through(" → …");
        }
    }
}
