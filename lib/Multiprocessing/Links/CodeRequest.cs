using System.Text;
using Multiprocessing.Code;
using Multiprocessing.Values;

namespace Multiprocessing.Links;

/// <summary>A worker's questions for code, and the parent's answers, as frames.</summary>
internal static class CodeRequest
{
    private const byte Image = (byte)'#';
    private const byte Location = (byte)'@';
    private const byte Native = (byte)'~';
    private const char Separator = '\n'; // in no name of an assembly or a library

    public static Frame ForImage(int question, string hash) => Ask(question, Image, hash);

    public static Frame ForLocation(int question, string fullName, string? requester) =>
        Ask(question, Location, fullName + Separator + requester);

    public static Frame ForNative(int question, string library, string requester) =>
        Ask(question, Native, library + Separator + requester);

    /// <summary>The answer is empty when the parent does not know.</summary>
    public static Frame Answer(in Frame question, ICodeSource code)
    {
        if (question.Payload.IsEmpty)
        {
            throw new InvalidDataException("A question for code names none.");
        }

        string name = Encoding.UTF8.GetString(question.Payload.Span[1..]);
        byte[]? answer = question.Payload.Span[0] switch
        {
            Image => code.ImageOf(name),
            Native => LocateNative(code, name),
            _ => Locate(code, name),
        };
        return new Frame(FrameKind.Reply, 0, question.Number, answer);
    }

    private static byte[]? Locate(ICodeSource code, string question)
    {
        (string fullName, string requester) = Split(question);
        return code.Locate(fullName, requester.Length == 0 ? null : requester) is { } at
            ? [.. at.Version.ToByteArray(), .. Encoding.UTF8.GetBytes($"{at.Hash}\n{at.Path}")]
            : null;
    }

    private static byte[]? LocateNative(ICodeSource code, string question)
    {
        (string library, string requester) = Split(question);
        return code.LocateNative(library, requester) is { } path
            ? Encoding.UTF8.GetBytes(path)
            : null;
    }

    private static (string Name, string Requester) Split(string question)
    {
        int end = question.IndexOf(Separator, StringComparison.Ordinal);
        return end < 0
            ? throw new InvalidDataException("A question for code does not say who needs it.")
            : (question[..end], question[(end + 1)..]);
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
