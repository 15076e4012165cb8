using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Multiprocessing.Platform;

namespace Multiprocessing.Memory;

/// <summary>
/// A piece of memory that several processes have in view: a header and the data. It lives as long as one of them has it.
/// </summary>
internal sealed unsafe class Segment
{
    // A cache line, so that the data begin at the next.
    private const int HeaderLength = 64;

    private readonly SafeFileHandle _file;
    private readonly MemoryMappedFile _mapping;
    private readonly MemoryMappedViewAccessor _view;
    private readonly Header* _header;

    private Segment(SafeFileHandle file, long length)
    {
        _file = file;
        Length = length;
        MemoryMappedFile? mapping = null;
        MemoryMappedViewAccessor? view = null;
        try
        {
            mapping = MemoryMappedFile.CreateFromFile(
                file,
                mapName: null,
                HeaderLength + length,
                MemoryMappedFileAccess.ReadWrite,
                HandleInheritability.None,
                leaveOpen: true
            );
            view = mapping.CreateViewAccessor(0, HeaderLength + length);
            byte* start = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            _header = (Header*)start;
        }
        catch
        {
            view?.Dispose();
            mapping?.Dispose();
            file.Dispose();
            throw;
        }

        _mapping = mapping;
        _view = view;
        Handle = null!;
    }

    /// <summary>By what other processes find it.</summary>
    public SegmentHandle Handle { get; private init; }

    /// <summary>How many bytes of data.</summary>
    public long Length { get; }

    /// <summary>The first byte of the data; as valid as the segment is open.</summary>
    public byte* Data => (byte*)_header + HeaderLength;

    /// <summary>How many handles are on their way to somebody who has not opened them yet.</summary>
    public ref long Underway => ref _header->Underway;

    /// <inheritdoc cref="SharedFile.Create" path="/exception"/>
    public static Segment Create(long length)
    {
        SafeFileHandle file = SharedFile.Create(HeaderLength + length, out string address);
        var id = Guid.NewGuid();
        var segment = new Segment(file, length)
        {
            Handle = new SegmentHandle(id, length, address, address),
        };
        segment._header->Id = id;
        return segment;
    }

    /// <exception cref="InvalidOperationException">Nobody who had it when the handle was written has it any more.</exception>
    /// <inheritdoc cref="SharedFile.Open" path="/exception"/>
    public static Segment Open(SegmentHandle handle) =>
        TryOpen(handle, handle.Address)
        ?? TryOpen(handle, handle.Maker)
        ?? throw new InvalidOperationException(
            "The shared memory is gone: the process that passed it on has ended or disposed of it before it was opened here. "
                + "Keep it, and that process, until the other side has it."
        );

    /// <summary>Removes its name, where it has one: whoever needs it has it open.</summary>
    public void Unlink() => SharedFile.Unlink(Handle.Address);

    /// <summary>Gives everything back at once; nobody may look at the data any more.</summary>
    public void Close()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _mapping.Dispose();
        _file.Dispose();
    }

    /// <summary>
    /// Gives the memory back, but not yet the addresses: who is still looking at the data sees zeros.
    /// </summary>
    /// <returns>Gives back the addresses.</returns>
    public IDisposable? CloseFile()
    {
        if (!Pages.TryReplace((nint)_header, (nuint)_view.SafeMemoryMappedViewHandle.ByteLength))
        {
            Close();
            return null;
        }

        _mapping.Dispose();
        _file.Dispose();
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        return _view;
    }

    private static Segment? TryOpen(SegmentHandle handle, string address)
    {
        if (SharedFile.Open(address) is not { } file)
        {
            return null;
        }

        Segment? segment = null;
        try
        {
            // The number of a closed file may be another's by now.
            if (RandomAccess.GetLength(file) == HeaderLength + handle.Length)
            {
                segment = new Segment(file, handle.Length)
                {
                    Handle = handle.PassedOnBy(SharedFile.OwnAddress(file)),
                };
            }
        }
        catch (NotSupportedException)
        {
            // Something without a length, such as a pipe.
        }

        if (segment is not null && segment._header->Id == handle.Id)
        {
            return segment;
        }

        segment?.Close();
        file.Dispose();
        return null;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Header
    {
        public Guid Id;
        public long Underway;
    }
}
