using System.Text;

namespace Multiprocessing.Lab.Execution.CSharp;

/// <summary>
/// The way out of the session: whatever any thread of it writes or shows, in order. One thread of its own sends,
/// so that a stopped or aborted cell never breaks off in the middle of a message.
/// </summary>
internal sealed class OutputQueue : IDisplay
{
    /// <summary>A cell that prints faster than the front reads waits, instead of filling the memory.</summary>
    private const int MostTextWaiting = 1 << 20;

    private readonly object _gate = new();
    private readonly Action<IReadOnlyList<SessionEvent>> _send;
    private List<SessionEvent> _waiting = [];
    private int _textWaiting;
    private bool _busy;

    /// <param name="send">Sends events on; called by one thread at a time.</param>
    public OutputQueue(Action<IReadOnlyList<SessionEvent>> send)
    {
        _send = send;
        new Thread(SendAll) { IsBackground = true, Name = "mplab output" }.Start();
    }

    public void Write(string stream, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return;
        lock (_gate)
        {
            while (_textWaiting > MostTextWaiting)
                Monitor.Wait(_gate);
            // Text in a row travels as one event, however small the pieces it was written in.
            if (_waiting is [.., PendingText last] && last.Stream == stream)
                last.Text.Append(text);
            else
                _waiting.Add(new PendingText(stream, new(text.ToString())));
            _textWaiting += text.Length;
            Monitor.PulseAll(_gate);
        }
    }

    public void Add(SessionEvent happened)
    {
        lock (_gate)
        {
            _waiting.Add(happened);
            Monitor.PulseAll(_gate);
        }
    }

    string IDisplay.Show(IReadOnlyDictionary<string, string> data)
    {
        var id = StableIds.Next("display");
        Add(new ValueShown(id, data));
        return id;
    }

    void IDisplay.Update(string id, IReadOnlyDictionary<string, string> data) =>
        Add(new ValueUpdated(id, data));

    /// <summary>Waits until all that was written has been sent.</summary>
    public void Flush(TimeSpan timeout)
    {
        var end = DateTime.UtcNow + timeout;
        lock (_gate)
        {
            while ((_busy || _waiting.Count > 0) && DateTime.UtcNow < end)
                Monitor.Wait(_gate, TimeSpan.FromMilliseconds(50));
        }
    }

    private void SendAll()
    {
        while (true)
        {
            List<SessionEvent> batch;
            lock (_gate)
            {
                _busy = false;
                Monitor.PulseAll(_gate);
                while (_waiting.Count == 0)
                    Monitor.Wait(_gate);
                batch = _waiting;
                _waiting = [];
                _textWaiting = 0;
                _busy = true;
                Monitor.PulseAll(_gate);
            }
            _send([.. batch.Select(happened => (happened as PendingText)?.Settle() ?? happened)]);
        }
    }

    private sealed record PendingText(string Stream, StringBuilder Text) : SessionEvent
    {
        public TextWritten Settle() => new TextWritten(Stream, Text.ToString());
    }
}
