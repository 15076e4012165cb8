using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Multiprocessing.Platform;

namespace Multiprocessing.Memory;

/// <summary>
/// A piece of memory that several processes have in view: a header and the data. It lives as long as one of them has it.
/// </summary>
internal sealed unsafe class Segment
{
    // A cache line, so that the data begin at the next.
    private const int HeaderLength = 64;

    private readonly SharedPages _pages;
    private readonly MemoryMappedFile _mapping;
    private readonly MemoryMappedViewAccessor _view;
    private readonly Header* _header;

    private Segment(SharedPages pages, long length)
    {
        _pages = pages;
        Length = length;
        MemoryMappedFile? mapping = null;
        MemoryMappedViewAccessor? view = null;
        try
        {
            mapping = pages.Map(HeaderLength + length);
            view = mapping.CreateViewAccessor(0, HeaderLength + length);
            byte* start = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            _header = (Header*)start;
        }
        catch
        {
            view?.Dispose();
            mapping?.Dispose();
            pages.Dispose();
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

    /// <inheritdoc cref="SharedPages.Create" path="/exception"/>
    public static Segment Create(long length)
    {
        var pages = SharedPages.Create(HeaderLength + length, out string address);
        var id = Guid.NewGuid();
        var segment = new Segment(pages, length)
        {
            Handle = new SegmentHandle(id, length, address, address),
        };
        segment._header->Id = id;
        return segment;
    }

    /// <exception cref="InvalidOperationException">Nobody who had it when the handle was written has it any more.</exception>
    /// <inheritdoc cref="SharedPages.Open" path="/exception"/>
    public static Segment Open(SegmentHandle handle) =>
        TryOpen(handle, handle.Address)
        ?? TryOpen(handle, handle.Maker)
        ?? throw new InvalidOperationException(
            "The shared memory is gone: the process that passed it on has ended or disposed of it before it was opened here. "
                + "Keep it, and that process, until the other side has it."
        );

    /// <summary>Removes its name, where it has one: whoever needs it has it open.</summary>
    public void Unlink() => SharedPages.Unlink(Handle.Address);

    /// <summary>Gives everything back at once; nobody may look at the data any more.</summary>
    public void Close()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _mapping.Dispose();
        _pages.Dispose();
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
        _pages.Dispose();
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        return _view;
    }

    private static Segment? TryOpen(SegmentHandle handle, string address)
    {
        if (SharedPages.Open(address) is not { } pages)
        {
            return null;
        }

        Segment? segment = null;
        try
        {
            // The number of a closed file may be another's by now.
            if (pages.HasLength(HeaderLength + handle.Length))
            {
                segment = new Segment(pages, handle.Length)
                {
                    Handle = handle.PassedOnBy(pages.OwnAddress),
                };
            }
        }
        catch (Exception e)
            when (OperatingSystem.IsWindows() && e is IOException or UnauthorizedAccessException)
        {
            // A section that is too short, so another one.
        }

        if (segment is not null && segment._header->Id == handle.Id)
        {
            return segment;
        }

        segment?.Close();
        pages.Dispose();
        return null;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Header
    {
        public Guid Id;
        public long Underway;
    }
}
