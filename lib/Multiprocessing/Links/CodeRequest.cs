using System.Text;
using Multiprocessing.Code;
using Multiprocessing.Values;

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
                ? [.. at.Version.ToByteArray(), .. Encoding.UTF8.GetBytes($"{at.Hash}\n{at.Path}")]
            : null;
        return new Frame(FrameKind.Reply, 0, question.Number, answer);
    }

    public static CodeLocation? ReadLocation(ReadOnlySpan<byte> answer)
    {
        if (answer.IsEmpty)
        {
            return null;
        }

        var version = new Guid(answer[..PayloadWriter.GuidLength]);
        string text = Encoding.UTF8.GetString(answer[PayloadWriter.GuidLength..]);
        int end = text.IndexOf('\n', StringComparison.Ordinal);
        return end == 0
            ? new CodeLocation(null, text[1..], version)
            : new CodeLocation(text[..end], null, version);
    }

    private static Frame Ask(int question, byte kind, string name) =>
        new(FrameKind.Need, 0, question, (byte[])[kind, .. Encoding.UTF8.GetBytes(name)]);
}
