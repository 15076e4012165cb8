using System.Globalization;
using Multiprocessing.Code;
using Multiprocessing.Values;

namespace Multiprocessing.Parcels;

/// <summary>What a function finds around it in a worker as it was around its caller: culture and working directory.</summary>
/// <param name="Culture">The caller's culture.</param>
/// <param name="UICulture">The culture that the caller's resources are looked up in.</param>
/// <param name="Directory">The caller's working directory; null if it has been deleted.</param>
/// <param name="Invocation">The number of the <see cref="Sharing.Invocation"/> that the caller's code belongs to, 0 for none.</param>
internal sealed record Surroundings(
    CultureInfo Culture,
    CultureInfo UICulture,
    string? Directory,
    long Invocation
)
{
    // They hardly ever change, and writing and reading a culture costs more than a trivial call.
    private static volatile Packed? s_lastPacked;
    private static volatile Packed? s_lastOpened;

    private sealed record Packed(Surroundings Surroundings, byte[] Bytes);

    /// <summary>The caller's, as bytes.</summary>
    /// <exception cref="NotSerializableException">A culture of the caller's own making cannot travel.</exception>
    public static byte[] PackOfCaller()
    {
        var surroundings = new Surroundings(
            CultureInfo.CurrentCulture,
            CultureInfo.CurrentUICulture,
            CurrentDirectory(),
            Sharing.Invocation.Current
        );
        if (s_lastPacked is { } last && surroundings.IsSameForEver(last.Surroundings))
        {
            return last.Bytes;
        }

        var packed = new Packed(surroundings, surroundings.ToBytes());
        s_lastPacked = packed;
        return packed.Bytes;
    }

    public static Surroundings Open(ReadOnlySpan<byte> bytes, ICodeBook code)
    {
        if (s_lastOpened is { } last && bytes.SequenceEqual(last.Bytes))
        {
            return last.Surroundings;
        }

        byte[] copy = bytes.ToArray();
        Surroundings opened = FromBytes(copy, code);
        if (opened.IsSameForEver(opened))
        {
            s_lastOpened = new Packed(opened, copy);
        }

        return opened;
    }

    /// <summary>Takes effect on this thread and, for the directory, in this process if that is its own to move.</summary>
    public void Enter(bool mayMove)
    {
        CultureInfo.CurrentCulture = Culture;
        CultureInfo.CurrentUICulture = UICulture;
        Sharing.Invocation.Enter(Invocation);
        if (!mayMove || Directory is null)
        {
            return;
        }

        try
        {
            Environment.CurrentDirectory = Directory;
        }
        catch (IOException)
        {
            // Deleted since the call was made: whoever needs it gets the error where it is used, as in the parent.
        }
    }

    private byte[] ToBytes()
    {
        using var output = new PayloadWriter();
        output.WriteRaw(Invocation);
        var writer = new GraphWriter(output, CodeBook.Shared, new Reach());
        writer.Write(Directory, "the working directory");
        // The invariant culture, which programs have in most containers, needs none of the data of real ones, which take
        // milliseconds to load.
        bool isInvariant = IsInvariant(Culture) && IsInvariant(UICulture);
        writer.Write(isInvariant, "the culture");
        if (!isInvariant)
        {
            writer.Write(Culture, "the culture");
            writer.Write(UICulture, "the culture");
        }

        return output.Written.ToArray();
    }

    private static Surroundings FromBytes(byte[] bytes, ICodeBook code)
    {
        long invocation = BitConverter.ToInt64(bytes);
        var reader = new GraphReader(bytes.AsMemory(sizeof(long)), code);
        string? directory = reader.Read<string?>();
        return reader.Read<bool>()
            ? new Surroundings(
                CultureInfo.InvariantCulture,
                CultureInfo.InvariantCulture,
                directory,
                invocation
            )
            : new Surroundings(
                reader.Read<CultureInfo>(),
                reader.Read<CultureInfo>(),
                directory,
                invocation
            );
    }

    /// <summary>Cultures that nobody can change are the same as long as they are the same objects.</summary>
    private bool IsSameForEver(Surroundings other) =>
        ReferenceEquals(Culture, other.Culture)
        && ReferenceEquals(UICulture, other.UICulture)
        && Directory == other.Directory
        && Invocation == other.Invocation
        && Culture.IsReadOnly
        && UICulture.IsReadOnly;

    // Not by the name alone: one that somebody has changed has it too.
    private static bool IsInvariant(CultureInfo culture) =>
        culture.Name.Length == 0
        && (
            ReferenceEquals(culture, CultureInfo.InvariantCulture)
            || ReferenceEquals(culture, CultureInfo.InstalledUICulture)
        );

    private static string? CurrentDirectory()
    {
        try
        {
            return Environment.CurrentDirectory;
        }
        catch (IOException)
        {
            return null; // deleted under this process's feet
        }
    }
}
