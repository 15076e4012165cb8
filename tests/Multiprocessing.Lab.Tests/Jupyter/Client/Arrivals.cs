namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>What has arrived, in order; one can wait for what has not yet.</summary>
internal sealed class Arrivals<T>
{
    /// <summary>Far more than anything takes, and less than a test's own limit, so that a failure says what was missing.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly List<T> _items = [];
    private readonly Lock _gate = new();
    private TaskCompletionSource _more = NewSignal();

    public IReadOnlyList<T> All
    {
        get
        {
            lock (_gate)
                return [.. _items];
        }
    }

    public void Add(T item)
    {
        TaskCompletionSource arrived;
        lock (_gate)
        {
            _items.Add(item);
            (arrived, _more) = (_more, NewSignal());
        }
        arrived.SetResult();
    }

    /// <summary>The first that is so, which may have to arrive yet.</summary>
    /// <exception cref="TimeoutException">It does not arrive.</exception>
    public async Task<T> FirstAsync(Func<T, bool> isSo)
    {
        using var patience = new CancellationTokenSource(s_patience);
        for (var at = 0; ; )
        {
            Task more;
            lock (_gate)
            {
                for (; at < _items.Count; at++)
                {
                    if (isSo(_items[at]))
                        return _items[at];
                }
                more = _more.Task;
            }
            try
            {
                await more.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException(
                    $"What was waited for did not arrive. The last that did: {string.Join("\n", All.TakeLast(5))}"
                );
            }
        }
    }

    private static TaskCompletionSource NewSignal() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
