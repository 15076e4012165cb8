using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Multiprocessing.Platform;

/// <summary>Names the limit of the system that keeps a worker from being started.</summary>
internal static class SystemLimits
{
    private const int FilesOfStart = 16;
    private const int NoMoreProcesses = 11; // EAGAIN on Linux
    private const int NoMoreProcessesOfMac = 35;
    private const int NoMoreFilesOfAll = 23; // ENFILE
    private const int NoMoreFiles = 24; // EMFILE

    // Other numbers, for other things, on Windows.
    private const int NotEnoughMemory = 8;
    private const int NotEnoughResources = 1450;
    private const int NotEnoughCommitment = 1455;
    private const int NotEnoughQuota = 1816;

    /// <summary>An error that names the limit which that one is about; the same one when it is about none.</summary>
    public static Exception Explain(Exception error) => Explain(error, OperatingSystem.IsWindows());

    /// <param name="error">What starting a worker failed with.</param>
    /// <param name="isWindows">Whether it is an error of Windows.</param>
    internal static Exception Explain(Exception error, bool isWindows) =>
        isWindows
            ? IsOfMemory(error)
                ? new InvalidOperationException(
                    "A worker process cannot be started: Windows grants no memory for another process or thread, or this process's job allows no more. "
                        + "Use fewer workers, or let the page file be larger.",
                    error
                )
                : error
            : IsOfFiles(error)
                ? new InvalidOperationException(
                    "A worker process cannot be started: this process has as many files open as it may, and a worker needs about ten. "
                        + "Use fewer workers, dispose pools that are no longer needed, or raise the limit (ulimit -n).",
                    error
                )
                : IsOfProcesses(error)
                    ? new InvalidOperationException(
                        "A worker process cannot be started: the system allows this user or container no more processes and threads. "
                            + "Use fewer workers, or raise the limit (ulimit -u; docker run --pids-limit).",
                        error
                    )
                    : error;

    private static bool IsOfMemory(Exception error)
    {
        const int FromSystem = unchecked((int)0x8007_0000); // the HRESULT of a system's error has its number below
        int? number = error switch
        {
            Win32Exception system => system.NativeErrorCode,
            IOException io when (io.HResult & ~0xFFFF) == FromSystem => io.HResult & 0xFFFF,
            _ => null,
        };
        return error is OutOfMemoryException
            || number
                is NotEnoughMemory
                    or NotEnoughResources
                    or NotEnoughCommitment
                    or NotEnoughQuota;
    }

    private static bool IsOfFiles(Exception? error) =>
        error switch
        {
            SocketException socket => socket.SocketErrorCode == SocketError.TooManyOpenSockets,
            Win32Exception system => system.NativeErrorCode is NoMoreFiles or NoMoreFilesOfAll,
            // The number of the error is kept where an HRESULT would stand.
            IOException io => io.HResult is NoMoreFiles or NoMoreFilesOfAll,
            // A thread that was not granted may have lacked either.
            OutOfMemoryException => IsOfFiles(ErrorOfOpening()),
            _ => false,
        };

    /// <summary>What happens when as many files are opened as a worker's start needs.</summary>
    private static IOException? ErrorOfOpening()
    {
        List<SafeHandle> probes = [];
        try
        {
            for (int i = 0; i < FilesOfStart; i++)
            {
                probes.Add(File.OpenHandle("/dev/null"));
            }

            return null;
        }
        catch (IOException e)
        {
            return e;
        }
        finally
        {
            probes.ForEach(probe => probe.Dispose());
        }
    }

    private static bool IsOfProcesses(Exception error) =>
        error
            is OutOfMemoryException // what .NET throws when the system grants no thread
                or Win32Exception { NativeErrorCode: NoMoreProcesses or NoMoreProcessesOfMac };
}
