using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Multiprocessing.Platform;

/// <summary>
/// Files whose pages several processes share. On Linux they lie in memory and never have a name, so that nothing is left
/// however processes end: others open them through the handle of one that has them open. They count as files of /dev/shm, whose
/// size limits them, or as mere memory where this process may make none there. On macOS they lie in the temporary folder and
/// have a name for as long as their maker has them open. Windows has <see cref="SharedPages">sections</see> instead.
/// </summary>
internal static partial class SharedFile
{
    private const string InMemory = "/dev/shm";
    private const int OutOfSpace = 28; // ENOSPC
    private const int OutOfMemory = 12; // ENOMEM
    private const int OutOfHandlesOfAll = 23; // ENFILE
    private const int OutOfHandles = 24; // EMFILE
    private const int Interrupted = 4; // EINTR

    private static bool s_haveLeftFilesGone;

    // One step of reserving: a signal undoes the step it meets, and .NET sends signals to its own threads.
    private const long Step = 64 * 1024 * 1024;

    /// <summary>Makes a file of that many zeros, all of them really there: writing to its pages cannot fail later.</summary>
    /// <param name="length">How many bytes; at least 1.</param>
    /// <param name="address">By what <see cref="Open"/> finds it while the handle, or another process's, is open.</param>
    /// <exception cref="IOException">It does not fit, or this process has too many files open.</exception>
    /// <exception cref="InsufficientMemoryException">The machine has not that much memory left.</exception>
    [UnsupportedOSPlatform("windows")]
    public static SafeFileHandle Create(long length, out string address)
    {
        try
        {
            if (!OperatingSystem.IsLinux())
            {
                if (!Interlocked.Exchange(ref s_haveLeftFilesGone, true))
                {
                    LeftFiles.Remove(Path.GetTempPath());
                }

                return CreateNamed(
                    Path.GetTempPath(),
                    length,
                    FileOptions.DeleteOnClose,
                    out address
                );
            }

            SafeFileHandle? inFolder = CreateInFolder();
            SafeFileHandle file = inFolder ?? CreateInMemory();
            try
            {
                Reserve(file, length, isInFolder: inFolder is not null);
                address = AddressOf(file);
                return file;
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (IOException e) when (e.HResult == OutOfHandles)
        {
            throw TooManyFiles(e);
        }
    }

    /// <summary>Opens what another process or this one made.</summary>
    /// <returns>Null when the process that had it open has not any more.</returns>
    /// <exception cref="IOException">This process has too many files open.</exception>
    public static SafeFileHandle? Open(string address)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                return LinuxFile.Open(address);
            }

            return File.OpenHandle(
                address,
                FileMode.Open,
                FileAccess.ReadWrite,
                FileShare.ReadWrite | FileShare.Delete
            );
        }
        catch (IOException e) when (e.HResult == OutOfHandles)
        {
            throw TooManyFiles(e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>By what others can open a file that this process has opened; null where only the maker's name serves.</summary>
    public static string? OwnAddress(SafeFileHandle file) =>
        OperatingSystem.IsLinux() ? AddressOf(file) : null;

    /// <summary>Removes the name, if there is one: everybody who needs the file has it open.</summary>
    public static void Unlink(string address)
    {
        if (OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            File.Delete(address);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody has removed it, or the folder.
        }
    }

    private static string AddressOf(SafeFileHandle file) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"/proc/{Environment.ProcessId}/fd/{(int)file.DangerousGetHandle()}"
        );

    /// <returns>Null where this process may make none there: there is no such folder, it is read-only or another's.</returns>
    [UnsupportedOSPlatform("windows")]
    private static SafeFileHandle? CreateInFolder()
    {
        const int ReadWrite = 0x2;
        const int CloseOnExec = 0x80000;
        // Of O_TMPFILE only the part for "must be a folder" differs between processors.
        bool isArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm64;
        int nameless = 0x400000 | (isArm ? 0x4000 : 0x10000);
        const int OwnerOnly = 0x180; // rw-------
        SafeFileHandle file = open(InMemory, nameless | ReadWrite | CloseOnExec, OwnerOnly);
        if (!file.IsInvalid)
        {
            return file;
        }

        int error = Marshal.GetLastPInvokeError();
        file.Dispose();
        if (error is OutOfSpace or OutOfMemory or OutOfHandles or OutOfHandlesOfAll)
        {
            throw Refused(error);
        }

        try
        {
            // A file system that cannot do so: a name for a moment.
            SafeFileHandle named = CreateNamed(InMemory, 0, FileOptions.None, out string path);
            File.Delete(path);
            return named;
        }
        catch (Exception e)
            when (e is UnauthorizedAccessException
                || (
                    e is IOException
                    && e.HResult is not (OutOfSpace or OutOfHandles or OutOfHandlesOfAll)
                )
            )
        {
            return null;
        }
    }

    private static SafeFileHandle CreateInMemory()
    {
        const uint CloseOnExec = 1;
        SafeFileHandle file = memfd_create("multiprocessing", CloseOnExec);
        if (!file.IsInvalid)
        {
            return file;
        }

        int error = Marshal.GetLastPInvokeError();
        file.Dispose();
        throw Refused(error);
    }

    private static IOException Refused(int error) =>
        error == OutOfSpace
            ? DoesNotFit(1)
            : new IOException(Marshal.GetPInvokeErrorMessage(error), error);

    private static void Reserve(SafeFileHandle file, long length, bool isInFolder)
    {
        if (length > Step && MemoryLeft() is { } left && length > left)
        {
            throw new InsufficientMemoryException(
                $"{Megabytes(length)} of shared memory are more than the {Megabytes(left)} of memory that this machine has left."
            );
        }

        // A request that can never be met fails before it has taken everybody's memory.
        if (length > Step && isInFolder && length > Space())
        {
            throw DoesNotFit(length);
        }

        for (long at = 0; at < length; )
        {
            long step = Math.Min(Step, length - at);
            switch (posix_fallocate(file, at, step))
            {
                case 0:
                    at += step;
                    break;
                case Interrupted:
                    break;
                case OutOfSpace:
                    throw DoesNotFit(length);
                case int error:
                    throw new IOException(
                        $"{Megabytes(length)} of shared memory could not be had{(isInFolder ? " in " + InMemory : "")}: {Marshal.GetPInvokeErrorMessage(error)}.",
                        error
                    );
            }
        }
    }

    private static IOException DoesNotFit(long length) =>
        new(
            $"{Megabytes(length)} of shared memory do not fit into {InMemory}, which holds {Megabytes(Size())}, of which {Megabytes(Space())} are free. "
                + "Dispose arrays that are no longer needed, or make it larger (docker run --shm-size=..., or mount -o remount,size=... /dev/shm).",
            OutOfSpace
        );

    private static long Size() => new DriveInfo(InMemory).TotalSize;

    private static long Space() => new DriveInfo(InMemory).AvailableFreeSpace;

    private static long? MemoryLeft()
    {
        const string Line = "MemAvailable:";
        string? line = File.ReadLines("/proc/meminfo")
            .FirstOrDefault(line => line.StartsWith(Line, StringComparison.Ordinal));
        return line is null
            ? null
            : 1024 * long.Parse(line.AsSpan(Line.Length).Trim(" kB"), CultureInfo.InvariantCulture);
    }

    private static string Megabytes(long bytes) =>
        bytes is > 0 and < 100_000 ? $"{bytes:N0} bytes" : $"{bytes / 1e6:N1} MB";

    private static IOException TooManyFiles(IOException e) =>
        new(
            "No shared memory could be had, for this process has as many files open as it may (ulimit -n). "
                + "Each shared array or value needs one in each process that has it: dispose those no longer needed, or put many values into one array.",
            e
        );

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle open(string path, int flags, int mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle memfd_create(string name, uint flags);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int posix_fallocate(SafeFileHandle file, long offset, long length);
}
