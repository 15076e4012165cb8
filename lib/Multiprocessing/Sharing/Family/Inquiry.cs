namespace Multiprocessing.Sharing;

/// <summary>A question as the object sees it that is to answer it.</summary>
internal sealed class Inquiry(int asker, Question question)
{
    // Whoever answers holds the object's lock, or reads frames: nobody else's code may run there.
    private readonly TaskCompletionSource<Answer> _answer = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    /// <summary>The process that asks.</summary>
    public int Asker => asker;

    public Question Question => question;

    /// <summary>Where it waits, if it does.</summary>
    public LinkedListNode<Inquiry>? Place { get; set; }

    /// <summary>Completes with the answer; never fails.</summary>
    public Task<Answer> Answered => _answer.Task;

    public void Answer(ReadOnlyMemory<byte> content = default) =>
        _answer.TrySetResult(Sharing.Answer.Of(content));

    public void Fail(Exception error) => _answer.TrySetResult(Sharing.Answer.Of(error));

    public void GiveUp() => _answer.TrySetResult(Sharing.Answer.GivenUp);
}
