using System.ComponentModel;
using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;

namespace Multiprocessing.Platform;

/// <summary>
/// A little shared memory in this process's view. By the system's own call but on Windows, since .NET's classes for it take longer
/// to come up than all else that a worker does before it meets its parent.
/// </summary>
internal sealed unsafe class SharedView : IDisposable
{
    private readonly SharedPages _pages;
    private readonly nuint _length;
    private readonly MemoryMappedViewAccessor? _windowsView;

    /// <param name="pages">The memory, which is closed with the view.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <exception cref="Win32Exception">The system refuses.</exception>
    public SharedView(SharedPages pages, long length)
    {
        _pages = pages;
        _length = (nuint)length;
        try
        {
            if (pages.File is not { } file)
            {
                _windowsView = Map(pages, length, out byte* data);
                Data = data;
            }
            else
            {
                Data = (byte*)Pages.Share(file, _length);
            }
        }
        catch
        {
            pages.Dispose();
            throw;
        }
    }

    /// <summary>The first byte; as valid as the view is open.</summary>
    public byte* Data { get; }

    public void Dispose()
    {
        if (_windowsView is not null)
        {
            _windowsView.SafeMemoryMappedViewHandle.ReleasePointer(); // else the pages stay in view
            _windowsView.Dispose();
        }
        else
        {
            Pages.Release((nint)Data, _length);
        }

        _pages.Dispose();
    }

    // Not to be inlined: compiling it loads the assembly of those classes.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static MemoryMappedViewAccessor Map(SharedPages pages, long length, out byte* data)
    {
        MemoryMappedViewAccessor view = pages.Map(length).CreateViewAccessor(0, length);
        data = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref data);
        return view;
    }
}
