using System.Collections.Concurrent;
using Multiprocessing.Links;

namespace Multiprocessing.Sharing;

/// <summary>
/// The way from a worker to the <see cref="Hub"/>: its parent knows it or knows the way. Frames of workers below go by
/// unchanged, for a question's number and its asker's process id name it in the whole family.
/// </summary>
/// <param name="send">Sends a frame to the parent.</param>
/// <param name="expect">Reads frames on this thread, if it may, until a task is done; for a moment at most.</param>
internal sealed class Uplink(Action<Frame> send, Action<Task> expect) : IHome
{
    // Made for the first of them: many workers ask nothing.
    private ConcurrentDictionary<int, TaskCompletionSource<Answer>>? _open;
    private int _last;

    /// <inheritdoc/>
    public long Create(IBlueprint blueprint)
    {
        byte[] packed = Packed.Of(blueprint, "the object");
        var question = new Question(0, Verbs.Create, 0, true, packed);
        Task<Answer> answer = Ask(question).Answered;
        Expect(answer);
        return BitConverter.ToInt64(answer.GetAwaiter().GetResult().Content().Span);
    }

    /// <inheritdoc/>
    public Pending Ask(in Question question)
    {
        int number = Interlocked.Increment(ref _last);
        var answer = new TaskCompletionSource<Answer>(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        LazyInitializer.EnsureInitialized(ref _open)[number] = answer;
        Send(number, question);
        return new Pending(
            answer.Task,
            () => send(new Frame(FrameKind.GiveUp, number, Environment.ProcessId))
        );
    }

    /// <inheritdoc/>
    public void Expect(Task<Answer> answer) => expect(answer);

    /// <inheritdoc/>
    public void Tell(in Question question) => Send(0, question);

    /// <inheritdoc/>
    public void Forward(in Frame frame, IWorkerLink from)
    {
        if (frame.Kind == FrameKind.Left)
        {
            Routes.Forget(frame.Number);
        }
        else
        {
            Routes.Note(frame.Number, from);
        }

        send(frame);
    }

    /// <inheritdoc/>
    public void Left(Departure who) => send(new Frame(FrameKind.Left, who.ExitCode, who.ProcessId));

    /// <summary>An answer came. Called on the thread that reads frames.</summary>
    public void Answered(in Frame frame)
    {
        if (frame.Number != Environment.ProcessId)
        {
            // A worker below that has stopped reading must not keep this thread.
            ThreadPool.UnsafeQueueUserWorkItem(
                static answer => Routes.To(answer.Number)?.Send(answer),
                frame,
                preferLocal: false
            );
        }
        else if (_open is { } asked && asked.TryRemove(frame.Call, out var open))
        {
            open.SetResult(Answer.Read(frame.Payload));
        }
    }

    private void Send(int number, in Question question) =>
        send(new Frame(FrameKind.Ask, number, Environment.ProcessId, question.ToBytes()));
}
