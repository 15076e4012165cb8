using System.Collections.Concurrent;
using Multiprocessing.Code;
using Multiprocessing.Links;

namespace Multiprocessing.Workers;

/// <summary>Asks the parent for code and waits for the answer; any thread of the worker may.</summary>
/// <param name="send">Sends a frame to the parent.</param>
/// <param name="expect">Reads frames on this thread, if it may, until a task is done; for a moment at most.</param>
internal sealed class CodeRequests(Action<Frame> send, Action<Task> expect) : ICodeSource
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<ReadOnlyMemory<byte>>> _open =
        new();
    private int _last;

    /// <inheritdoc/>
    public byte[]? ImageOf(string hash)
    {
        ReadOnlyMemory<byte> image = Ask(question => CodeRequest.ForImage(question, hash));
        return image.IsEmpty ? null : image.ToArray();
    }

    /// <inheritdoc/>
    public CodeLocation? Locate(string fullName) =>
        CodeRequest.ReadLocation(Ask(question => CodeRequest.ForLocation(question, fullName)));

    /// <summary>The parent has answered. Called on the thread that reads frames, which must never ask itself.</summary>
    public void Answered(in Frame reply)
    {
        if (_open.TryRemove(reply.Number, out TaskCompletionSource<ReadOnlyMemory<byte>>? question))
        {
            question.SetResult(reply.Payload);
        }
    }

    private ReadOnlyMemory<byte> Ask(Func<int, Frame> frame)
    {
        int number = Interlocked.Increment(ref _last);
        var answer = new TaskCompletionSource<ReadOnlyMemory<byte>>(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        _open[number] = answer;
        send(frame(number));
        expect(answer.Task);
        return answer.Task.GetAwaiter().GetResult();
    }
}
