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
    private readonly Lock _gate = new();
    private bool _isAsking;
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
        bool isAsking;
        lock (_gate)
        {
            isAsking = _isAsking;
        }

        if (!isAsking && Environment.CurrentManagedThreadId != _thread.ManagedThreadId)
        {
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
        lock (_gate)
        {
            if (_call.IsOver)
            {
                return false;
            }

            _isAsking = true;
        }

        bool has = source.MoveNext(); // not under the lock: it is the user's code
        lock (_gate)
        {
            _isAsking = false;
        }

        return has;
    }
}
