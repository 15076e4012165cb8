namespace Multiprocessing.Insight;

/// <summary>
/// Calls other people's code, such as loggers, progress callbacks and the console's writers: one call at a time, in order, and
/// neither under a lock nor on a thread that others wait for. So it may take its time, and use the very pool that calls it.
/// </summary>
internal sealed class CallbackQueue
{
    private static readonly AsyncLocal<Callback?> s_current = new();

    private readonly object _gate = new();
    private readonly Queue<Callback> _waiting = [];
    private bool _isScheduled;
    private bool _isRunning;

    /// <summary>True in code that was called so, and in what it started: it must not wait for its own end.</summary>
    public static bool IsInside => s_current.Value is not null;

    /// <summary>Calls it soon, on the thread pool.</summary>
    /// <param name="callback">What is to be called; what it throws is ignored, for there is nobody to tell.</param>
    /// <param name="context">The context to call it in; null for none.</param>
    public void Add(Action callback, ExecutionContext? context = null)
    {
        lock (_gate)
        {
            _waiting.Enqueue(new Callback(callback, context));
            if (_isRunning || _isScheduled)
            {
                return;
            }

            _isScheduled = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(
            static queue => queue.RunScheduled(),
            this,
            preferLocal: false
        );
    }

    /// <summary>Calls all that was added before, on this thread, or waits for the thread that is at it.</summary>
    public void RunHere()
    {
        lock (_gate)
        {
            while (_isRunning)
            {
                Monitor.Wait(_gate);
            }

            _isRunning = true;
        }

        RunAll();
    }

    /// <summary>Completes when all that was added before has been called.</summary>
    public Task Drained()
    {
        lock (_gate)
        {
            if (!_isRunning && _waiting.Count == 0)
            {
                return Task.CompletedTask;
            }

            var drained = new TaskCompletionSource(
                TaskCreationOptions.RunContinuationsAsynchronously
            );
            _waiting.Enqueue(new Callback(drained.SetResult, null));
            return drained.Task;
        }
    }

    private void RunScheduled()
    {
        lock (_gate)
        {
            _isScheduled = false;
            if (_isRunning)
            {
                return; // who is at it calls all
            }

            _isRunning = true;
        }

        RunAll();
    }

    private void RunAll()
    {
        while (true)
        {
            Callback? callback;
            lock (_gate)
            {
                if (!_waiting.TryDequeue(out callback))
                {
                    _isRunning = false;
                    Monitor.PulseAll(_gate);
                    return;
                }
            }

            callback.Run();
        }
    }

    private sealed record Callback(Action Action, ExecutionContext? Context)
    {
        public void Run()
        {
            if (Context is null)
            {
                RunInside();
            }
            else
            {
                ExecutionContext.Run(Context, static self => ((Callback)self!).RunInside(), this);
            }
        }

        private void RunInside()
        {
            Callback? outer = s_current.Value;
            s_current.Value = this;
            try
            {
                Action();
            }
            catch (Exception)
            {
                // Other people's code that fails takes nothing of ours with it; who has somebody to tell catches it himself.
            }
            finally
            {
                s_current.Value = outer;
            }
        }
    }
}
