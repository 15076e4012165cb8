using System.Runtime.ExceptionServices;

namespace Multiprocessing.Values;

/// <summary>
/// Brings an exception from one process to another: as itself if it can travel and its type can be rebuilt,
/// else as a <see cref="RemoteException"/>. An outline that needs no type therefore goes ahead of it.
/// </summary>
internal static class ExceptionParcel
{
    private sealed record Outline(string TypeName, string Message, string? StackTrace);

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
        var outlines = reader.Read<Outline[]>();
        return ReadWhole(reader, where) ?? Remote(outlines, where);
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

    /// <summary>The exception and its inner ones, the outermost first.</summary>
    private static Outline[] Outlined(Exception exception)
    {
        var outlines = new List<Outline>();
        for (var level = exception; level is not null; level = level.InnerException)
        {
            var told = level;
            outlines.Add(
                new Outline(
                    told.GetType().FullName ?? told.GetType().Name,
                    Try(() => told.Message) ?? "",
                    Try(() => told.StackTrace)
                )
            );
        }
        return [.. outlines];
    }

    private static RemoteException Remote(Outline[] outlines, string where)
    {
        RemoteException? remote = null;
        for (var i = outlines.Length - 1; i >= 0; i--)
        {
            var (typeName, message, trace) = outlines[i];
            string?[] lines = [trace, i == 0 ? "   " + where : null];
            remote = new RemoteException(
                typeName,
                message,
                string.Join(Environment.NewLine, lines.Where(l => !string.IsNullOrEmpty(l))),
                remote
            );
        }
        return remote ?? throw GraphReader.Damage("an exception of which nothing is told");
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
