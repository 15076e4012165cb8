using System.Text.Json.Nodes;
using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Execution;
using Multiprocessing.Lab.Jupyter.Protocol;

namespace Multiprocessing.Lab.Jupyter.Requests;

/// <summary>What cells ask their user: one question after the other, as an answer does not say which it is to.</summary>
internal sealed class Prompts(KernelSession session, Action<Answer> send)
{
    private readonly LinkedList<(PublishedCell Cell, InputRequested Input)> _open = new();
    private readonly Lock _gate = new();

    public void Ask(PublishedCell cell, InputRequested input)
    {
        lock (_gate)
        {
            _open.AddLast((cell, input));
            if (_open.Count == 1)
                SendFirst();
        }
    }

    /// <summary>
    /// Takes what was typed. Dropped is an answer to what nobody waits for any more, by another client than the one that
    /// was asked, and what is no answer at all.
    /// </summary>
    public void Answer(Request reply)
    {
        lock (_gate)
        {
            if (
                reply.Type != "input_reply"
                || _open.First is not { Value: var (cell, input) }
                || !IsSame(reply.Client, cell.Request.Client)
            )
                return;
            _open.RemoveFirst();
            _ = session.Current.AnswerAsync(input.Request, reply.Content.Text("value") ?? "");
            if (_open.Count > 0)
                SendFirst();
        }
    }

    /// <summary>The cell has ended, and waits for nothing.</summary>
    public void Forget(PublishedCell cell)
    {
        lock (_gate)
        {
            var first = _open.First;
            foreach (var question in _open.Where(open => open.Cell == cell).ToList())
                _open.Remove(question);
            if (_open.First is { } next && next != first)
                SendFirst();
        }
    }

    private static bool IsSame(IReadOnlyList<byte[]> one, IReadOnlyList<byte[]> other) =>
        one.Count == other.Count
        && one.Zip(other).All(frames => frames.First.AsSpan().SequenceEqual(frames.Second));

    private void SendFirst()
    {
        var (cell, input) = _open.First!.Value;
        send(
            new(
                Channel.Stdin,
                cell.Request.Client,
                "input_request",
                cell.Request.Header,
                new JsonObject { ["prompt"] = input.Prompt, ["password"] = input.IsPassword }
            )
        );
    }
}
