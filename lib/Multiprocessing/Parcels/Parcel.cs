using System.Runtime.InteropServices;
using Multiprocessing.Code;
using Multiprocessing.Values;

namespace Multiprocessing.Parcels;

/// <summary>
/// What travels once per call and worker: the surroundings in which the call was made, and the work with all it captured.
/// Code is named by hash or full name; a worker fetches what it lacks. Work that captures nothing is packed and opened once,
/// and kept on both sides: it cannot have changed.
/// </summary>
internal sealed class Parcel
{
    private static volatile Opened? s_lastOpened;

    private Parcel(
        CodeBook code,
        byte[] bytes,
        ApartArray[] apart,
        Reach reach,
        CapturedTokens tokens
    )
    {
        Code = code;
        Bytes = bytes;
        Apart = apart;
        Reach = reach;
        Tokens = tokens;
    }

    /// <summary>Names the code of the workers that it is for.</summary>
    public CodeBook Code { get; }

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The large arrays among what was captured, as they were at the time of the call.</summary>
    public ApartArray[] Apart { get; }

    /// <summary>What the call's code reaches; items are checked against it.</summary>
    public Reach Reach { get; }

    public CapturedTokens Tokens { get; }

    /// <exception cref="NotSerializableException">Something captured cannot travel.</exception>
    public static Parcel Pack(CodeBook code, IWork work, params ReadOnlySpan<Delegate> functions)
    {
        byte[] surroundings = Surroundings.PackOfCaller();
        bool isConstant = ConstantWork.Is(work, functions[0]);
        if (isConstant && ConstantWork.Find(code, work, functions[0], surroundings) is { } kept)
        {
            return new Parcel(code, kept.Bytes, ApartArray.None, kept.Reach, new CapturedTokens());
        }

        var reach = new Reach();
        var tokens = new CapturedTokens();
        using var output = new PayloadWriter();
        var writer = new GraphWriter(output, code, reach, tokens);
        output.WriteRaw(isConstant);
        output.WriteRaw(surroundings.Length);
        output.WriteBytes(surroundings);
        foreach (Delegate function in functions)
        {
            reach.Include(function.Method);
        }

        writer.Write(work, "the function");
        LargeCapture.Note(functions[0].Method, output.Length, writer.Variables);
        output.Settle();
        byte[] bytes = output.Written.ToArray();
        if (isConstant)
        {
            ConstantWork.Keep(code, work, functions[0], surroundings, bytes, reach);
        }

        return new Parcel(code, bytes, output.Apart, reach, tokens);
    }

    public static OpenedParcel Open(
        ReadOnlyMemory<byte> bytes,
        ApartArray[] apart,
        ICodeBook code,
        ITokenTarget tokens
    )
    {
        bool isConstant = bytes.Span[0] != 0;
        if (isConstant && s_lastOpened is { } last && last.Bytes.Span.SequenceEqual(bytes.Span))
        {
            return last.Parcel;
        }

        ReadOnlyMemory<byte> rest = bytes[1..];
        int length = MemoryMarshal.Read<int>(rest.Span);
        var opened = new OpenedParcel(
            Surroundings.Open(rest.Span.Slice(sizeof(int), length), code),
            new GraphReader(rest[(sizeof(int) + length)..], code, tokens)
            {
                Apart = apart,
            }.Read<IWork>()
        );
        if (isConstant)
        {
            s_lastOpened = new Opened(bytes, opened);
        }

        return opened;
    }

    private sealed record Opened(ReadOnlyMemory<byte> Bytes, OpenedParcel Parcel);
}

/// <summary>A parcel in the worker.</summary>
internal sealed record OpenedParcel(Surroundings Surroundings, IWork Work);
