using System.Runtime.ExceptionServices;

namespace Multiprocessing.Values;

/// <summary>
/// Brings an exception from one process to another: as itself if it can travel and its type can be rebuilt,
/// else as a <see cref="RemoteException"/>. An outline that needs no type therefore goes ahead of it.
/// </summary>
internal static class ExceptionParcel
{
    private sealed record Outline(
        string TypeName,
        string Message,
        string? StackTrace,
        Outline? Inner
    );

    /// <summary>Packs an exception; never fails.</summary>
    public static byte[] Pack(
        Exception exception,
        ICodeBook book,
        IReach reach,
        object? context = null
    )
    {
        using var output = new PayloadWriter();
        var writer = new GraphWriter(output, book, reach, context);
        writer.Write(Outlined(exception), "the exception");
        try
        {
            writer.Write(exception, "the exception");
        }
        catch (Exception)
        {
            // Whatever its type does when looked at, the outline tells what happened.
        }
        return output.ToArray();
    }

    /// <summary>
    /// Unpacks an exception. Where it happened, such as "in worker process 1234, item 3", goes below its stack trace.
    /// </summary>
    public static Exception Unpack(
        ReadOnlyMemory<byte> payload,
        ICodeBook book,
        string where,
        object? context = null
    )
    {
        var reader = new GraphReader(payload, book, context);
        var outline = reader.Read<Outline>();
        return ReadWhole(reader, where) ?? Remote(outline, where);
    }

    /// <summary>An exception's type and message in one line; never fails.</summary>
    public static string Headline(Exception exception)
    {
        string? message = Try(() => exception.Message);
        return exception is RemoteException // whose message begins with the type
            ? message ?? ""
            : $"{exception.GetType().FullName}: {message}";
    }

    private static Exception? ReadWhole(GraphReader reader, string where)
    {
        if (reader.IsAtEnd)
            return null;
        try
        {
            var exception = reader.Read<Exception>();
            var trace = ExceptionCodec.RemoteTraceOf(exception);
            ExceptionCodec.RemoteTraceOf(exception) = null;
            ExceptionDispatchInfo.SetRemoteStackTrace(exception, $"{trace}   {where}");
            return exception;
        }
        catch (Exception)
        {
            // Its type is not to be had here: the outline stands in for it.
            return null;
        }
    }

    private static Outline Outlined(Exception exception) =>
        new(
            exception.GetType().FullName ?? exception.GetType().Name,
            Try(() => exception.Message) ?? "",
            Try(() => exception.StackTrace),
            exception.InnerException is { } inner ? Outlined(inner) : null
        );

    private static RemoteException Remote(Outline outline, string? where)
    {
        var lines = new[] { outline.StackTrace, where is null ? null : "   " + where };
        return new RemoteException(
            outline.TypeName,
            outline.Message,
            string.Join(Environment.NewLine, lines.Where(l => !string.IsNullOrEmpty(l))),
            outline.Inner is { } inner ? Remote(inner, null) : null
        );
    }

    /// <summary>Asks an exception's own code, which may itself throw.</summary>
    private static string? Try(Func<string?> question)
    {
        try
        {
            return question();
        }
        catch (Exception e)
        {
            return $"({e.GetType().Name} while asking for it)";
        }
    }
}
