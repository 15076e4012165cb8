using System.IO.MemoryMappedFiles;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Multiprocessing.Platform;

/// <summary>
/// Memory that processes share by an address: a file (<see cref="SharedFile"/>), on Windows a section of the system's paging
/// file. A section is gone with the last process that has it open, so nothing is left however they end; only its user may open
/// it, and the system. Its name is known in one session of Windows, that of all services or of whoever sits at a desktop.
/// </summary>
internal sealed class SharedPages : IDisposable
{
    private readonly SafeFileHandle? _file;
    private readonly MemoryMappedFile? _section;

    private SharedPages(SafeFileHandle? file, MemoryMappedFile? section)
    {
        _file = file;
        _section = section;
    }

    /// <summary>The file; null on Windows.</summary>
    public SafeFileHandle? File => _file;

    /// <summary>By what others can open it while this process has it open; null where only the maker's name serves.</summary>
    public string? OwnAddress => _file is null ? null : SharedFile.OwnAddress(_file);

    /// <summary>Makes so many zeros, all of them really there: writing to them cannot fail later.</summary>
    /// <param name="length">How many bytes; at least 1.</param>
    /// <param name="address">By what <see cref="Open"/> finds it while this process, or another, has it open.</param>
    /// <inheritdoc cref="SharedFile.Create" path="/exception"/>
    public static SharedPages Create(long length, out string address)
    {
        if (!OperatingSystem.IsWindows())
        {
            return new SharedPages(SharedFile.Create(length, out address), section: null);
        }

        address = @"Local\multiprocessing-" + Convert.ToHexStringLower(Chance.Bytes(16));
        return new SharedPages(file: null, MemoryMappedFile.CreateNew(address, length));
    }

    /// <inheritdoc cref="SharedFile.Open"/>
    public static SharedPages? Open(string address)
    {
        if (!OperatingSystem.IsWindows())
        {
            return SharedFile.Open(address) is { } file ? new SharedPages(file, null) : null;
        }

        return OpenSection(address) is { } section ? new SharedPages(null, section) : null;
    }

    /// <summary>Removes the name, where it outlives its maker: everybody who needs the memory has it open.</summary>
    public static void Unlink(string address)
    {
        if (!OperatingSystem.IsWindows())
        {
            SharedFile.Unlink(address);
        }
    }

    /// <summary>Whether it is of that length. Of a section only its view's creation tells whether it is long enough.</summary>
    public bool HasLength(long length)
    {
        try
        {
            return _file is null || RandomAccess.GetLength(_file) == length;
        }
        catch (NotSupportedException)
        {
            return false; // something without a length, such as a pipe
        }
    }

    /// <summary>What can be looked at.</summary>
    public MemoryMappedFile Map(long length) =>
        _section
        ?? MemoryMappedFile.CreateFromFile(
            _file!,
            mapName: null,
            length,
            MemoryMappedFileAccess.ReadWrite,
            HandleInheritability.None,
            leaveOpen: true
        );

    public void Dispose()
    {
        _file?.Dispose();
        _section?.Dispose();
    }

    [SupportedOSPlatform("windows")]
    private static MemoryMappedFile? OpenSection(string name)
    {
        try
        {
            return MemoryMappedFile.OpenExisting(name, MemoryMappedFileRights.ReadWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
