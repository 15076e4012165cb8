using Multiprocessing.Memory;

namespace Multiprocessing.Sharing;

internal enum ManagedVerb : byte
{
    Invoke = Verbs.FirstOwn,
}

/// <summary>A function that has come to a managed object, with what it captured.</summary>
internal interface IManagedCall<in T>
{
    /// <summary>Calls it and packs what it returns.</summary>
    byte[] Run(T target);
}

internal sealed class ManagedCall<T, TResult>(Func<T, TResult> function) : IManagedCall<T>
{
    /// <inheritdoc/>
    public byte[] Run(T target) => Packed.Of(function(target), "the result");
}

/// <summary>What <see cref="ManagedObject{T}"/> is where it lives: the object, made when first needed, and calls that wait for their turn.</summary>
internal sealed class ManagedResident<T> : Resident
{
    private readonly Func<T> _factory;
    private readonly Line _calls;
    private bool _running;
    private bool _over;

    // Only the one who runs touches these.
    private T? _target;
    private bool _made;

    public ManagedResident(Func<T> factory)
    {
        _factory = factory;
        _calls = NewLine();
    }

    /// <inheritdoc/>
    public override string Name => nameof(ManagedObject<>);

    /// <inheritdoc/>
    protected override void Handle(Inquiry inquiry)
    {
        _calls.Add(inquiry);
        RunSoon();
    }

    /// <inheritdoc/>
    protected override void Ended()
    {
        _over = true;
        RunSoon();
    }

    // Not here: the function may take its time, and this thread reads frames.
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
        while (Next() is { } inquiry)
        {
            var leases = new LeaseScope();
            try
            {
                IManagedCall<T> call = Packed.Read<IManagedCall<T>>(
                    inquiry.Question.Content,
                    leases
                );
                inquiry.Answer(call.Run(Target()));
            }
            catch (Exception e)
            {
                inquiry.Fail(e); // thrown where the function came from
            }

            leases.End();
            SegmentSweep.RunIfDue();
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

        DisposeTarget();
        return null;
    }

    private T Target()
    {
        if (!_made)
        {
            _target = _factory();
            _made = true;
        }

        return _target!;
    }

    private void DisposeTarget()
    {
        try
        {
            (_target as IDisposable)?.Dispose();
        }
        catch (Exception e)
        {
            // Nobody waits for this any more; it must not end the process that happens to own the object.
            Console.Error.WriteLine(
                $"Multiprocessing: disposing a managed {typeof(T).Name} failed. {e}"
            );
        }
    }
}

/// <summary>A managed object to be made.</summary>
internal sealed class ManagedBlueprint<T>(Func<T> factory) : IBlueprint
{
    public Resident Build() => new ManagedResident<T>(factory);
}

/// <summary>A value that a blueprint takes along.</summary>
internal sealed class Given<T>(T value)
{
    public T Value() => value;
}
