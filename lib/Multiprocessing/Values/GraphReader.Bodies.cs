namespace Multiprocessing.Values;

internal sealed unsafe partial class GraphReader
{
    // As the writer's.
    private readonly Stack<Unfinished> _begun = new();
    private readonly List<Rest> _rest = [];
    private int _depth;

    /// <summary>How many bodies are put off: what is read from here on is complete when no more are.</summary>
    public int Mark => _rest.Count;

    /// <summary>Reads an object's body when the walk is back at the top.</summary>
    public void PutOff(ObjectCodec codec, object target) =>
        _rest.Add(new Rest(new Unfinished(codec, target), null));

    /// <summary>Runs an action as soon as all bodies are there that were put off since the mark.</summary>
    public void WhenComplete(int mark, Action action)
    {
        if (_rest.Count == mark)
            action();
        else
            _rest.Insert(mark, new Rest(null, action));
    }

    /// <summary>
    /// Runs an action when the whole graph is there: adding to a hash container calls the keys' own code, which
    /// must not see half-read objects. Inner containers ask first and so are filled first.
    /// </summary>
    public void Postpone(int mark, Action action) =>
        WhenComplete(mark, () => _postponed.Add(action));

    /// <summary>Fills the object begun, and those begun inside its header.</summary>
    private void Complete(int mark, ObjectCodec? codec, object? target)
    {
        if (codec is not null)
            Fill(codec, target!);
        while (_begun.Count > mark)
        {
            var next = _begun.Pop();
            Fill(next.Codec, next.Value);
        }
    }

    private void Fill(ObjectCodec codec, object target)
    {
        if (_depth >= Nesting.Deepest)
        {
            PutOff(codec, target);
            return;
        }
        _depth++;
        codec.Fill(this, target);
        _depth--;
    }

    /// <summary>Reads the bodies that were put off, and those put off meanwhile.</summary>
    private void ReadRest()
    {
        while (_rest.Count > 0)
        {
            var (body, action) = _rest[^1];
            _rest.RemoveAt(_rest.Count - 1);
            if (body is not null)
                Complete(0, body.Codec, body.Value);
            else
                action!();
        }
    }

    /// <summary>A body, or what waits for those above it.</summary>
    private sealed record Rest(Unfinished? Body, Action? Action);
}
