namespace Multiprocessing.Sharing;

/// <summary>
/// A shared object whose operations call the user's code: one at a time and in the order in which they came, on the thread
/// pool, and not under the object's lock.
/// </summary>
internal abstract class InvokingResident : Resident
{
    private readonly Line _calls;
    private bool _running;
    private bool _over;

    protected InvokingResident() => _calls = NewLine();

    /// <summary>Why an operation that this object's own code asks for is refused.</summary>
    protected abstract string Refusal { get; }

    /// <inheritdoc/>
    protected override void Handle(Inquiry inquiry)
    {
        if (Invocation.IsWithin(inquiry.Question.Within, this))
        {
            inquiry.Fail(new InvalidOperationException(Refusal));
            return;
        }

        _calls.Add(inquiry);
        RunSoon();
    }

    /// <inheritdoc/>
    protected override void Ended()
    {
        _over = true;
        RunSoon();
    }

    /// <summary>Answers a question; what it throws is the answer.</summary>
    protected abstract void Run(Inquiry inquiry);

    /// <summary>The object has been disposed, and nothing of it runs any more.</summary>
    protected virtual void Finish() { }

    // Not here: the code may take its time, and this thread reads frames.
    private void RunSoon()
    {
        if (!_running)
        {
            _running = true;
            ThreadPool.UnsafeQueueUserWorkItem(_ => RunAll(), null);
        }
    }

    private void RunAll()
    {
        // Each in a context of its own: what one leaves in an AsyncLocal is not the next one's.
        ExecutionContext context = ExecutionContext.Capture()!;
        while (Next() is { } inquiry)
        {
            ExecutionContext.Run(context, _ => Invoke(inquiry), null);
        }
    }

    private void Invoke(Inquiry inquiry)
    {
        try
        {
            Invocation.Run(this, inquiry.Question.Within, () => Run(inquiry));
        }
        catch (Exception e)
        {
            inquiry.Fail(e); // thrown where the question came from
        }
    }

    private Inquiry? Next()
    {
        lock (Gate)
        {
            if (_calls.TakeFirst() is { } next)
            {
                return next;
            }

            _running = false;
            if (!_over)
            {
                return null;
            }
        }

        Finish();
        return null;
    }
}
