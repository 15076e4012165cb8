using System.Runtime.CompilerServices;

namespace Multiprocessing.Values;

/// <summary>Exceptions: what the user sees of them, the stack trace as text, and the fields of derived types.</summary>
internal sealed class ExceptionCodec(Type type) : RebuiltCodec<Exception>(type)
{
    // The others describe the stack and the machine state of the process that threw.
    private static readonly FieldSet s_fields = FieldSet.Only(
        typeof(Exception),
        "_message",
        "_data",
        "_innerException",
        "_helpURL",
        "_HResult"
    );

    protected override void WriteContent(GraphWriter writer, Exception value)
    {
        s_fields.Write(writer, value);
        Slot<string?>.Write(writer, value.Source);
        Slot<string?>.Write(writer, value.StackTrace);
    }

    protected override void ReadContent(GraphReader reader, Exception target)
    {
        Construct(target);
        s_fields.Read(reader, target);
        SourceOf(target) = Slot<string?>.Read(reader);
        if (Slot<string?>.Read(reader) is { } trace)
            RemoteTraceOf(target) = trace + Environment.NewLine;
    }

    /// <summary>The part of the stack trace that was brought along as text.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_remoteStackTraceString")]
    public static extern ref string? RemoteTraceOf(Exception exception);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_source")]
    private static extern ref string? SourceOf(Exception exception);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = ".ctor")]
    private static extern void Construct(Exception target);
}
