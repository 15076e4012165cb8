namespace Multiprocessing.Sharing;

/// <summary>
/// A handle to a shared object, in whatever process: what the public types are made of. Who waits and gives up asks the
/// owner to forget the question, and is told whether that came in time, so that nothing is done behind anybody's back.
/// </summary>
internal sealed class SharedObject : IDisposable
{
    private readonly Lease? _lease;

    private SharedObject(long number, byte facet, Lease? lease)
    {
        Number = number;
        Facet = facet;
        _lease = lease;
    }

    public long Number { get; }

    /// <summary>Which side of the object this is, where it has several.</summary>
    public byte Facet { get; }

    /// <summary>Makes an object; waits for its number.</summary>
    public static SharedObject Create(IBlueprint blueprint)
    {
        long number = Home.Current.Create(blueprint);
        return new SharedObject(number, facet: 0, new Lease(number));
    }

    /// <summary>A handle that came from another process, or back to its own.</summary>
    public static SharedObject At(long number, byte facet) => new(number, facet, lease: null);

    /// <summary>The other side of a new object.</summary>
    public SharedObject OtherSide() => new(Number, (byte)(Facet ^ 1), _lease);

    /// <summary>A handle is about to travel.</summary>
    public void NoteSent()
    {
        if (_lease?.End() == true)
        {
            Tell(Verbs.Sent);
        }
    }

    /// <summary>Asks and waits.</summary>
    /// <returns>The answer; null when the time was up before anything was done.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before anything was done.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout cannot be one.</exception>
    /// <exception cref="ThreadInterruptedException">Interrupted before anything was done.</exception>
    public ReadOnlyMemory<byte>? Ask(
        byte verb,
        ReadOnlyMemory<byte> content = default,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    )
    {
        Waits.Check(timeout);
        cancellationToken.ThrowIfCancellationRequested();
        Pending question = Put(verb, content, timeout);
        Home.Current.Expect(question.Answered);
        bool interrupted = !Wait(question, timeout, cancellationToken);
        Answer answer = question.Answered.Result;
        GC.KeepAlive(this);
        if (interrupted)
        {
            if (answer.IsGivenUp)
            {
                throw new ThreadInterruptedException();
            }

            Thread.CurrentThread.Interrupt(); // too late for this wait: meant for the thread's next
        }

        return Outcome(answer, cancellationToken);
    }

    /// <inheritdoc cref="Ask"/>
    public async Task<ReadOnlyMemory<byte>?> AskAsync(
        byte verb,
        ReadOnlyMemory<byte> content = default,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    )
    {
        Waits.Check(timeout);
        cancellationToken.ThrowIfCancellationRequested();
        Pending question = Put(verb, content, timeout);
        try
        {
            await question
                .Answered.WaitAsync(timeout ?? Timeout.InfiniteTimeSpan, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            question.GiveUp();
        }

        Answer answer = await question.Answered.ConfigureAwait(false);
        GC.KeepAlive(this);
        return Outcome(answer, cancellationToken);
    }

    public void Dispose()
    {
        _lease?.End();
        Tell(Verbs.Dispose);
    }

    /// <summary>Asks without waiting for an answer.</summary>
    public void Tell(byte verb) =>
        Home.Current.Tell(new Question(Number, verb, Facet, false, default));

    private Pending Put(byte verb, ReadOnlyMemory<byte> content, TimeSpan? timeout) =>
        Home.Current.Ask(
            new Question(Number, verb, Facet, MayWait: timeout != TimeSpan.Zero, content)
            {
                Within = Invocation.Current,
            }
        );

    /// <summary>Waits until the question is answered, by giving it up if need be; false if the thread was interrupted.</summary>
    private static bool Wait(
        in Pending question,
        TimeSpan? timeout,
        CancellationToken cancellationToken
    )
    {
        bool interrupted = false;
        try
        {
            if (!question.Answered.Wait(timeout ?? Timeout.InfiniteTimeSpan, cancellationToken))
            {
                question.GiveUp();
            }
        }
        catch (OperationCanceledException)
        {
            question.GiveUp();
        }
        catch (ThreadInterruptedException)
        {
            question.GiveUp();
            interrupted = true;
        }

        while (!question.Answered.IsCompleted)
        {
            try
            {
                question.Answered.Wait(CancellationToken.None);
            }
            catch (ThreadInterruptedException)
            {
                interrupted = true;
            }
        }

        return !interrupted;
    }

    private static ReadOnlyMemory<byte>? Outcome(Answer answer, CancellationToken cancellationToken)
    {
        if (answer.IsGivenUp)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }

        return answer.Content();
    }
}
