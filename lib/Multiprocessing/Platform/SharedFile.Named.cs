using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Multiprocessing.Platform.Windows;

namespace Multiprocessing.Platform;

/// <content>Files that have a name.</content>
internal static partial class SharedFile
{
    /// <summary>Where a file with a name may be made; there is none yet.</summary>
    public static string NewPath() =>
        NewPath(
            OperatingSystem.IsLinux() && LinuxFile.MayWrite(InMemory)
                ? InMemory
                : Path.GetTempPath()
        );

    /// <summary>Makes a file with a name that only this user may read, until somebody removes it.</summary>
    /// <exception cref="IOException">It does not fit, or this process has too many files open.</exception>
    public static void WriteNamed(string path, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (OperatingSystem.IsWindows())
        {
            using FileStream own = OwnFile.Create(path);
            own.Write(bytes);
            return;
        }

        using SafeFileHandle file = CreateNamed(path, 0, FileOptions.None);
        RandomAccess.Write(file, bytes, fileOffset: 0);
    }

    private static string NewPath(string folder) => Path.Combine(folder, LeftFiles.NewName());

    [UnsupportedOSPlatform("windows")]
    private static SafeFileHandle CreateNamed(
        string folder,
        long length,
        FileOptions options,
        out string path
    )
    {
        path = NewPath(folder);
        return CreateNamed(path, length, options);
    }

    [UnsupportedOSPlatform("windows")]
    private static SafeFileHandle CreateNamed(string path, long length, FileOptions options)
    {
        var stream = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            PreallocationSize = length, // throws when the disk is full
            Options = options,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        var file = new FileStream(path, stream);
        try
        {
            file.SetLength(length);
            return file.SafeFileHandle;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
