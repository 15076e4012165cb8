using System.Diagnostics;
using System.Text;

namespace Multiprocessing.Lab.Execution.CSharp.Output;

/// <summary>
/// The way out of the session: whatever any thread of it writes or shows, in order. One thread of its own sends,
/// so that a stopped or aborted cell never breaks off in the middle of a message.
/// </summary>
internal sealed class OutputQueue : IDisplay
{
    /// <summary>A cell that prints or shows faster than the front reads waits, instead of filling the memory.</summary>
    private const int MostWaiting = 1 << 17;

    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(50);

    private readonly object _gate = new();
    private readonly Action<IReadOnlyList<SessionEvent>> _send;
    private List<SessionEvent> _waiting = [];
    private int _weightWaiting;
    private bool _busy;
    private bool _ending;
    private TimeSpan _lastWait;
    private readonly Stopwatch _sinceWait = Stopwatch.StartNew();

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
        CellThreads.GiveWay();
        var cell = CellScope.Current.Cell.Id;
        lock (_gate)
        {
            WaitForRoom();
            // Text in a row travels as one event, however small the pieces it was written in.
            if (_waiting is [.., PendingText last] && last.Stream == stream && last.Cell == cell)
                last.Text.Append(text);
            else
                _waiting.Add(new PendingText(stream, new(text.ToString())) { Cell = cell });
            _weightWaiting += text.Length;
            Monitor.PulseAll(_gate);
            if (_ending)
                WaitUntilSent(s_farewell);
            else
                WaitNowAndThen();
        }
    }

    public void Add(SessionEvent happened)
    {
        var cell = CellScope.Current.Cell.Id;
        lock (_gate)
        {
            _waiting.Add(happened with { Cell = cell });
            Monitor.PulseAll(_gate);
        }
    }

    string IDisplay.Show(IReadOnlyDictionary<string, string> data)
    {
        var id = CellScope.Current.NextId("display");
        AddInTurn(new ValueShown(id, data));
        return id;
    }

    void IDisplay.Update(string id, IReadOnlyDictionary<string, string> data) =>
        AddInTurn(new ValueUpdated(id, data));

    void IDisplay.Clear(bool wait) => AddInTurn(new OutputCleared(wait));

    /// <summary>
    /// The process is about to end: what was written is sent before this returns, and what others write from now on,
    /// such as exit handlers, before they go on.
    /// </summary>
    public void End()
    {
        lock (_gate)
        {
            _ending = true;
            WaitUntilSent(s_farewell);
        }
    }

    private void AddInTurn(SessionEvent happened)
    {
        CellThreads.GiveWay();
        lock (_gate)
        {
            WaitForRoom();
            _weightWaiting += EventWeight.Of(happened);
            Add(happened);
        }
    }

    private void WaitForRoom()
    {
        while (_weightWaiting > MostWaiting)
            Monitor.Wait(_gate);
    }

    /// <summary>
    /// What a cell printed just before a crash would be lost on its way, so whoever writes waits for it to be sent;
    /// but no more than a tenth of the time, for cells that print a lot.
    /// </summary>
    private void WaitNowAndThen()
    {
        if (_sinceWait.Elapsed < 10 * _lastWait)
            return;
        var waited = Stopwatch.StartNew();
        WaitUntilSent(s_patience);
        _lastWait = waited.Elapsed;
        _sinceWait.Restart();
    }

    /// <param name="patience">The front may be gone or slow, and nobody is to wait for it for ever.</param>
    private void WaitUntilSent(TimeSpan patience)
    {
        var waited = Stopwatch.StartNew();
        while ((_busy || _waiting.Count > 0) && patience - waited.Elapsed is { Ticks: > 0 } left)
            Monitor.Wait(_gate, left);
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
                _weightWaiting = 0;
                _busy = true;
                Monitor.PulseAll(_gate);
            }
            _send([.. batch.Select(happened => (happened as PendingText)?.Settle() ?? happened)]);
        }
    }

    private sealed record PendingText(string Stream, StringBuilder Text) : SessionEvent
    {
        public TextWritten Settle() => new(Stream, Text.ToString()) { Cell = Cell };
    }
}
