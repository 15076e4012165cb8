using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Multiprocessing.Values;

/// <summary>
/// Brings an exception from one process to another: as itself if it can travel and its type can be rebuilt,
/// else as a <see cref="RemoteException"/>. An outline that needs no type therefore goes ahead of it.
/// </summary>
internal static class ExceptionCodec
{
    private sealed record Outline(
        string TypeName,
        string Message,
        string? StackTrace,
        string Place,
        Outline? Inner
    );

    /// <summary>
    /// Packs an exception; never fails. The place, such as "in worker process 1234, item 3", goes below its stack trace.
    /// </summary>
    public static byte[] Pack(
        Exception exception,
        ICodeBook book,
        string place,
        IReach? reach = null
    )
    {
        using var output = new PayloadWriter();
        var writer = new GraphWriter(output, book, reach ?? new WholeReach());
        writer.Write(Outlined(exception, place), "the exception");
        try
        {
            writer.Write(exception, "the exception");
        }
        catch (Exception)
        {
            // Whatever its type does when looked at, the outline tells what happened.
        }
        return output.Written.ToArray();
    }

    /// <summary>Unpacks an exception, ready to be thrown.</summary>
    public static Exception Unpack(ReadOnlyMemory<byte> payload, ICodeBook book)
    {
        var reader = new GraphReader(payload, book);
        var outline = reader.Read<Outline>();
        return ReadWhole(reader, outline.Place) ?? Remote(outline);
    }

    private static Exception? ReadWhole(GraphReader reader, string place)
    {
        if (reader.IsAtEnd)
            return null;
        try
        {
            var exception = reader.Read<Exception>();
            var trace = ErrorCodec.RemoteTraceOf(exception);
            ErrorCodec.RemoteTraceOf(exception) = null;
            ExceptionDispatchInfo.SetRemoteStackTrace(exception, $"{trace}   {place}");
            return exception;
        }
        catch (Exception)
        {
            // Its type is not to be had here: the outline stands in for it.
            return null;
        }
    }

    private static Outline Outlined(Exception exception, string place) =>
        new(
            exception.GetType().FullName ?? exception.GetType().Name,
            Try(() => exception.Message) ?? "",
            Try(() => exception.StackTrace),
            place,
            exception.InnerException is { } inner ? Outlined(inner, "") : null
        );

    private static RemoteException Remote(Outline outline)
    {
        var lines = new[] { outline.StackTrace, "   " + outline.Place };
        return new RemoteException(
            outline.TypeName,
            outline.Message,
            string.Join(Environment.NewLine, lines.Where(l => !string.IsNullOrWhiteSpace(l))),
            outline.Inner is { } inner ? Remote(inner) : null
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

/// <summary>Lets everything travel.</summary>
internal sealed class WholeReach : IReach
{
    public bool IsPruned(Type type) => false;

    public IReadOnlyCollection<FieldInfo> ReachedFields(Type type) => [];

    public void Include(MethodBase method) { }

    public void CheckCurrent(Type type) { }
}
