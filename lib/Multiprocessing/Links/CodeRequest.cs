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
    private const byte Refused = 0; // images begin with MZ
    private const char Separator = '\n'; // in no name of an assembly or a library

    public static Frame ForImage(int question, string hash) => Ask(question, Image, hash);

    public static Frame ForLocation(int question, string fullName, string? requester) =>
        Ask(question, Location, fullName + Separator + requester);

    public static Frame ForNative(int question, string library, string requester) =>
        Ask(question, Native, library + Separator + requester);

    /// <summary>Whether an answer may take as long as the program's resolvers of native libraries do.</summary>
    public static bool AsksResolvers(in Frame question) =>
        question.Payload is { IsEmpty: false } payload && payload.Span[0] == Native;

    /// <summary>The answer is empty when the parent does not know; it may also be why the code cannot travel.</summary>
    /// <exception cref="InvalidDataException">It is no question.</exception>
    public static Frame Answer(in Frame question, ICodeSource code)
    {
        if (question.Payload.IsEmpty)
        {
            throw new InvalidDataException("A question for code names none.");
        }

        byte kind = question.Payload.Span[0];
        string name = Encoding.UTF8.GetString(question.Payload.Span[1..]);
        (name, string requester) = kind == Image ? (name, "") : Split(name);
        return new Frame(
            FrameKind.Reply,
            0,
            question.Number,
            AnswerOrReason(code, kind, name, requester)
        );
    }

    private static byte[]? AnswerOrReason(
        ICodeSource code,
        byte kind,
        string name,
        string requester
    )
    {
        try
        {
            return kind switch
            {
                Image => code.ImageOf(name),
                Native => code.LocateNative(name, requester) is { } path
                    ? Encoding.UTF8.GetBytes(path)
                    : null,
                _ => code.Locate(name, requester.Length == 0 ? null : requester) is { } at
                    ?
                    [
                        .. at.Version.ToByteArray(),
                        .. Encoding.UTF8.GetBytes($"{at.Hash}\n{at.Path}"),
                    ]
                    : null,
            };
        }
        catch (Exception e) when (kind != Native && e is NotSupportedException or FileLoadException)
        {
            byte[] sign = kind == Image ? [Refused] : Guid.Empty.ToByteArray();
            return [.. sign, .. Encoding.UTF8.GetBytes(e.Message)];
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Load contexts run other people's code. The worker says that it lacks the assembly where that is needed.
            return null;
        }
    }

    private static (string Name, string Requester) Split(string question)
    {
        int end = question.IndexOf(Separator, StringComparison.Ordinal);
        return end < 0
            ? throw new InvalidDataException("A question for code does not say who needs it.")
            : (question[..end], question[(end + 1)..]);
    }

    /// <exception cref="FileLoadException">The parent has it, but it cannot travel; says why.</exception>
    public static byte[]? ReadImage(byte[] answer) =>
        answer switch
        {
            [] => null,
            [Refused, ..] => throw new FileLoadException(
                Encoding.UTF8.GetString(answer, 1, answer.Length - 1)
            ),
            _ => answer,
        };

    /// <inheritdoc cref="ReadImage"/>
    public static CodeLocation? ReadLocation(ReadOnlySpan<byte> answer)
    {
        if (answer.IsEmpty)
        {
            return null;
        }

        var version = new Guid(answer[..PayloadWriter.GuidLength]);
        string text = Encoding.UTF8.GetString(answer[PayloadWriter.GuidLength..]);
        if (version == Guid.Empty)
        {
            throw new FileLoadException(text);
        }

        int end = text.IndexOf('\n', StringComparison.Ordinal);
        return end == 0
            ? new CodeLocation(null, text[1..], version)
            : new CodeLocation(text[..end], null, version);
    }

    private static Frame Ask(int question, byte kind, string name) =>
        new(FrameKind.Need, 0, question, (byte[])[kind, .. Encoding.UTF8.GetBytes(name)]);
}
