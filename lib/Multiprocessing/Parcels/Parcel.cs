using System.Runtime.InteropServices;
using Multiprocessing.Code;
using Multiprocessing.Values;

namespace Multiprocessing.Parcels;

/// <summary>
/// What travels once per call and worker: the surroundings in which the call was made, and the work with all it captured.
/// Code is named by hash or full name; a worker fetches what it lacks.
/// </summary>
internal sealed class Parcel
{
    static Parcel() => Handles.Register(typeof(CancellationToken), () => new TokenCodec());

    private Parcel(PayloadWriter written, Reach reach, CapturedTokens tokens)
    {
        written.Settle();
        Bytes = written.Written.ToArray();
        Apart = written.Apart;
        Reach = reach;
        Tokens = tokens;
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The large arrays among what was captured, as they were at the time of the call.</summary>
    public ApartArray[] Apart { get; }

    /// <summary>What the call's code reaches; items are checked against it.</summary>
    public Reach Reach { get; }

    public CapturedTokens Tokens { get; }

    /// <exception cref="NotSerializableException">Something captured cannot travel.</exception>
    public static Parcel Pack(IWork work, params ReadOnlySpan<Delegate> functions)
    {
        var reach = new Reach();
        var tokens = new CapturedTokens();
        using var output = new PayloadWriter();
        var writer = new GraphWriter(output, CodeBook.Shared, reach, tokens);
        byte[] surroundings = Surroundings.PackOfCaller();
        output.WriteRaw(surroundings.Length);
        output.WriteBytes(surroundings);
        foreach (Delegate function in functions)
        {
            reach.Include(function.Method);
        }

        writer.Write(work, "the function");
        LargeCapture.Note(functions[0].Method, output.Length, writer.Variables);
        return new Parcel(output, reach, tokens);
    }

    public static OpenedParcel Open(
        ReadOnlyMemory<byte> bytes,
        ApartArray[] apart,
        ICodeBook code,
        ITokenTarget tokens
    )
    {
        int length = MemoryMarshal.Read<int>(bytes.Span);
        ReadOnlyMemory<byte> work = bytes[(sizeof(int) + length)..];
        return new OpenedParcel(
            Surroundings.Open(bytes.Span.Slice(sizeof(int), length), code),
            new GraphReader(work, code, tokens) { Apart = apart }.Read<IWork>()
        );
    }
}

/// <summary>A parcel in the worker.</summary>
internal sealed record OpenedParcel(Surroundings Surroundings, IWork Work);
