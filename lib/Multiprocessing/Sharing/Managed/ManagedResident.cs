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
internal sealed class ManagedResident<T>(Func<T> factory) : InvokingResident
{
    // Only the one who runs touches these.
    private T? _target;
    private bool _made;

    /// <inheritdoc/>
    public override string Name => nameof(ManagedObject<>);

    /// <inheritdoc/>
    protected override string Refusal =>
        $"The ManagedObject<{typeof(T).Name}> runs one function at a time, and the one that runs now, or what it called, invokes another on it, whose turn would never come: use the object that the function is given, or invoke when it has returned.";

    /// <inheritdoc/>
    protected override void Run(Inquiry inquiry)
    {
        var leases = new LeaseScope();
        try
        {
            IManagedCall<T> call = Packed.Read<IManagedCall<T>>(inquiry.Question.Content, leases);
            inquiry.Answer(call.Run(Target()));
        }
        finally
        {
            leases.End();
            SegmentSweep.RunIfDue();
        }
    }

    /// <inheritdoc/>
    protected override void Finish() => DisposeTarget();

    private T Target()
    {
        if (!_made)
        {
            _target = factory();
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
