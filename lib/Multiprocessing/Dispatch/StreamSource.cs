namespace Multiprocessing.Dispatch;

/// <summary>
/// Takes items from a stream's source, on a thread of its own, since a source may keep whoever asks it waiting while results
/// are ready to be taken.
/// </summary>
internal sealed class StreamSource<T, TResult>
{
    private readonly Dispatcher _dispatcher;
    private readonly StreamCall<T, TResult> _call;
    private readonly IEnumerable<T> _items;
    private readonly Lock _asking = new();
    private readonly Thread _thread;

    public StreamSource(Dispatcher dispatcher, StreamCall<T, TResult> call, IEnumerable<T> items)
    {
        _dispatcher = dispatcher;
        _call = call;
        _items = items;
        _thread = new Thread(Feed) { IsBackground = true, Name = "stream source" };
        _thread.Start();
    }

    /// <summary>
    /// Gives up the call and waits until the source is disposed, but not for one that keeps its next item to itself: that one
    /// is disposed when it comes forth with it.
    /// </summary>
    public void Stop()
    {
        _call.Stop();
        _dispatcher.Cancel(_call, CancellationToken.None);
        if (_asking.TryEnter())
        {
            _asking.Exit();
            _thread.Join();
        }
    }

    private void Feed()
    {
        Exception? error = null;
        try
        {
            using IEnumerator<T> source = _items.GetEnumerator();
            while (Next(source))
            {
                long item = _call.Keep(source.Current);
                _dispatcher.More(_call, backlog => backlog.Append(item, 1));
            }
        }
        catch (Exception e)
        {
            error = e; // comes to the consumer behind the results of the items before it
        }

        _dispatcher.More(_call, _ => _call.EndSource(error));
    }

    private bool Next(IEnumerator<T> source)
    {
        _call.WaitForRoom();
        lock (_asking)
        {
            return !_call.IsOver && source.MoveNext();
        }
    }
}
