using System.IO.MemoryMappedFiles;
using System.Security.Cryptography;

namespace Multiprocessing.Links;

/// <summary>
/// Eight bytes that a worker and its parent share: the index of the item that runs. A plain store for the worker, and still
/// there for the parent to read when the worker has died without a word.
/// </summary>
internal sealed class ProgressCell : IDisposable
{
    private const string SharedMemory = "/dev/shm";

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    private ProgressCell(string path, FileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
        };
        if (mode == FileMode.CreateNew && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var stream = new FileStream(path, options);
        _file = MemoryMappedFile.CreateFromFile(
            stream,
            mapName: null,
            sizeof(long),
            MemoryMappedFileAccess.ReadWrite,
            HandleInheritability.None,
            leaveOpen: false
        );
        _view = _file.CreateViewAccessor(0, sizeof(long));
        if (OperatingSystem.IsLinux())
        {
            // Nameless from here on, so that nothing is left however either side ends: the worker opens the parent's handle.
            if (mode == FileMode.CreateNew)
            {
                File.Delete(path);
            }

            Path = $"/proc/{Environment.ProcessId}/fd/{stream.SafeFileHandle.DangerousGetHandle()}";
        }
        else
        {
            Path = path;
        }
    }

    /// <summary>By what the worker opens it.</summary>
    public string Path { get; }

    public static ProgressCell Create()
    {
        string folder = Directory.Exists(SharedMemory)
            ? SharedMemory
            : System.IO.Path.GetTempPath();
        string name = "mp-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
        return new ProgressCell(System.IO.Path.Combine(folder, name), FileMode.CreateNew);
    }

    /// <summary>The worker's side. Once both hold it the file's name is needed no more.</summary>
    public static ProgressCell Open(string path)
    {
        var cell = new ProgressCell(path, FileMode.Open);
        cell.Unlink();
        return cell;
    }

    public long Value
    {
        get => _view.ReadInt64(0);
        set => _view.Write(0, value);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
        Unlink();
    }

    private void Unlink()
    {
        if (OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            File.Delete(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Windows keeps the name while the other side holds the file; that side's Dispose removes it.
        }
    }
}
