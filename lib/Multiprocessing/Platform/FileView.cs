using System.ComponentModel;
using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace Multiprocessing.Platform;

/// <summary>
/// A small shared file in this process's view. By the system's own call but on Windows, since .NET's classes for it take longer
/// to come up than all else that a worker does before it meets its parent.
/// </summary>
internal sealed unsafe class FileView : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly nuint _length;
    private readonly MemoryMappedViewAccessor? _windowsView;

    /// <param name="file">The file, which is closed with the view.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <exception cref="Win32Exception">The system refuses.</exception>
    public FileView(SafeFileHandle file, long length)
    {
        _file = file;
        _length = (nuint)length;
        try
        {
            if (OperatingSystem.IsWindows())
            {
                _windowsView = Map(file, length, out byte* data);
                Data = data;
            }
            else
            {
                Data = (byte*)Pages.Share(file, _length);
            }
        }
        catch
        {
            file.Dispose();
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

        _file.Dispose();
    }

    // Not to be inlined: compiling it loads the assembly of those classes.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static MemoryMappedViewAccessor Map(SafeFileHandle file, long length, out byte* data)
    {
        using var mapping = MemoryMappedFile.CreateFromFile(
            file,
            mapName: null,
            length,
            MemoryMappedFileAccess.ReadWrite,
            HandleInheritability.None,
            leaveOpen: true
        );
        MemoryMappedViewAccessor view = mapping.CreateViewAccessor(0, length); // keeps the mapping
        data = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref data);
        return view;
    }
}
