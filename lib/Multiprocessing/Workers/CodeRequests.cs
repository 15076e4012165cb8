using System.Text;
using Multiprocessing.Code;
using Multiprocessing.Links;

namespace Multiprocessing.Workers;

/// <summary>Asks the parent for code and waits for the answer; any thread of the worker may.</summary>
/// <param name="send">Sends a frame to the parent.</param>
/// <param name="expect">Reads frames on this thread, if it may, until a task is done; for a moment at most.</param>
internal sealed class CodeRequests(Action<Frame> send, Action<Task> expect) : ICodeSource
{
    private readonly Dictionary<int, TaskCompletionSource<byte[]>> _open = [];
    private int _last;

    /// <inheritdoc/>
    public byte[]? ImageOf(string name) =>
        CodeRequest.ReadImage(Ask(question => CodeRequest.ForImage(question, name)));

    /// <inheritdoc/>
    public CodeLocation? Locate(string fullName, string? requester) =>
        CodeRequest.ReadLocation(
            Ask(question => CodeRequest.ForLocation(question, fullName, requester))
        );

    /// <inheritdoc/>
    public string? LocateNative(string library, string requester)
    {
        byte[] path = Ask(question => CodeRequest.ForNative(question, library, requester));
        return path.Length == 0 ? null : Encoding.UTF8.GetString(path);
    }

    /// <summary>The parent has answered. Called on the thread that reads frames, which must never ask itself.</summary>
    public void Answered(in Frame reply)
    {
        TaskCompletionSource<byte[]>? question;
        lock (_open)
        {
            _open.Remove(reply.Number, out question);
        }

        question?.SetResult(reply.Payload.ToArray());
    }

    private byte[] Ask(Func<int, Frame> frame)
    {
        var answer = new TaskCompletionSource<byte[]>(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        int number;
        lock (_open)
        {
            number = ++_last;
            _open.Add(number, answer);
        }

        send(frame(number));
        expect(answer.Task);
        return answer.Task.GetAwaiter().GetResult();
    }
}
