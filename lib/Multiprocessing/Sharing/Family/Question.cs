using System.Buffers.Binary;

namespace Multiprocessing.Sharing;

/// <summary>What a process wants of a shared object.</summary>
/// <param name="Object">The object's number; 0 to make one.</param>
/// <param name="Verb">What is wanted: one of <see cref="Verbs"/> or of the object's own.</param>
/// <param name="Facet">Which side of the object is meant, where it has several.</param>
/// <param name="MayWait">Whether the answer may take its time; else what cannot be had at once is given up.</param>
/// <param name="Content">What else the verb needs.</param>
internal readonly record struct Question(
    long Object,
    byte Verb,
    byte Facet,
    bool MayWait,
    ReadOnlyMemory<byte> Content
)
{
    private const int WithinAt = sizeof(long);
    private const int VerbAt = WithinAt + sizeof(long);
    private const int FacetAt = VerbAt + 1;
    private const int MayWaitAt = FacetAt + 1;
    private const int HeaderLength = MayWaitAt + 1;

    /// <summary>The <see cref="Invocation"/> whose code asks, 0 for none.</summary>
    public long Within { get; init; }

    public byte[] ToBytes()
    {
        byte[] bytes = new byte[HeaderLength + Content.Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Object);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(WithinAt), Within);
        bytes[VerbAt] = Verb;
        bytes[FacetAt] = Facet;
        bytes[MayWaitAt] = MayWait ? (byte)1 : (byte)0;
        Content.Span.CopyTo(bytes.AsSpan(HeaderLength));
        return bytes;
    }

    /// <exception cref="InvalidDataException">The bytes are no question.</exception>
    public static Question Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < HeaderLength)
        {
            throw new InvalidDataException($"A question of {bytes.Length} bytes is too short.");
        }

        ReadOnlySpan<byte> header = bytes.Span;
        return new Question(
            BinaryPrimitives.ReadInt64LittleEndian(header),
            header[VerbAt],
            header[FacetAt],
            header[MayWaitAt] != 0,
            bytes[HeaderLength..]
        )
        {
            Within = BinaryPrimitives.ReadInt64LittleEndian(header[WithinAt..]),
        };
    }
}

/// <summary>The verbs that every object knows; an object's own begin at <see cref="FirstOwn"/>.</summary>
internal static class Verbs
{
    /// <summary>Make an object from the blueprint in the content; the answer is its number.</summary>
    public const byte Create = 0;

    /// <summary>The asking process has been given a handle.</summary>
    public const byte Attach = 1;

    /// <summary>What gave the asking process its handle is over: if it was the last such, the process is done with the object unless it uses it again.</summary>
    public const byte Detach = 4;

    /// <summary>The process that made the object has sent a handle away: others may have it from now on.</summary>
    public const byte Sent = 2;

    /// <summary>The object is no longer wanted by anybody.</summary>
    public const byte Dispose = 3;

    public const byte FirstOwn = 16;
}
