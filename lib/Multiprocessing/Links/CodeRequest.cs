using System.Text;
using Multiprocessing.Code;

namespace Multiprocessing.Links;

/// <summary>A worker's questions for code, and the parent's answers, as frames.</summary>
internal static class CodeRequest
{
    private const byte Image = (byte)'#';
    private const byte Location = (byte)'@';

    public static Frame ForImage(int question, string hash) => Ask(question, Image, hash);

    public static Frame ForLocation(int question, string fullName) =>
        Ask(question, Location, fullName);

    /// <summary>The answer is empty when the parent does not know.</summary>
    public static Frame Answer(in Frame question, ICodeSource code)
    {
        if (question.Payload.IsEmpty)
        {
            throw new InvalidDataException("A question for code names none.");
        }

        string name = Encoding.UTF8.GetString(question.Payload.Span[1..]);
        byte[]? answer =
            question.Payload.Span[0] == Image ? code.ImageOf(name)
            : code.Locate(name) is { } at
                ? Encoding.UTF8.GetBytes($"{at.Version}\n{at.Hash}\n{at.Path}")
            : null;
        return new Frame(FrameKind.Reply, 0, question.Number, answer);
    }

    public static CodeLocation? ReadLocation(ReadOnlyMemory<byte> answer)
    {
        if (answer.IsEmpty)
        {
            return null;
        }

        string[] lines = Encoding.UTF8.GetString(answer.Span).Split('\n', 3);
        return new CodeLocation(
            lines[1].Length == 0 ? null : lines[1],
            lines[2].Length == 0 ? null : lines[2],
            Guid.Parse(lines[0])
        );
    }

    private static Frame Ask(int question, byte kind, string name) =>
        new(FrameKind.Need, 0, question, (byte[])[kind, .. Encoding.UTF8.GetBytes(name)]);
}
