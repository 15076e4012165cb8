using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Multiprocessing.Platform.Windows;

/// <summary>
/// Waiting for what pipes do, by the system's own calls: nothing interrupts them, so whoever waits for the rest of a frame gets it.
/// </summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class PipeWait
{
    private const int TimeIsOver = 258; // WAIT_TIMEOUT
    private const uint Failed = 0xFFFF_FFFF;

    /// <summary>Waits until an event is set, at most that long.</summary>
    public static bool IsSet(SafeWaitHandle signal, TimeSpan patience) =>
        WaitForSingleObject(signal, Milliseconds(patience)) switch
        {
            0 => true,
            TimeIsOver => false,
            _ => throw new Win32Exception(),
        };

    /// <summary>Waits until one of several is ready, at most that long.</summary>
    /// <param name="all">At most 64, which is what the system can wait for.</param>
    /// <param name="patience">How long at most.</param>
    /// <returns>Those that are.</returns>
    public static List<T> Select<T>(IReadOnlyCollection<T> all, TimeSpan patience)
        where T : IAwaitable
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            var ready = all.Where(static one => one.IsReady()).ToList();
            TimeSpan left =
                patience == Timeout.InfiniteTimeSpan
                    ? patience
                    : patience - Stopwatch.GetElapsedTime(start);
            if (ready.Count > 0 || (left <= TimeSpan.Zero && left != Timeout.InfiniteTimeSpan))
            {
                return ready;
            }

            Wait(all, left);
        }
    }

    private static void Wait<T>(IReadOnlyCollection<T> all, TimeSpan patience)
        where T : IAwaitable
    {
        int begun = 0;
        try
        {
            foreach (T one in all)
            {
                one.BeginWait();
                begun++;
            }

            WaitForAny([.. all.Select(static one => one.Signal)], patience);
        }
        finally
        {
            foreach (T one in all.Take(begun))
            {
                one.EndWait();
            }
        }
    }

    private static void WaitForAny(SafeWaitHandle[] signals, TimeSpan patience)
    {
        nint* handles = stackalloc nint[signals.Length];
        int held = 0;
        try
        {
            for (; held < signals.Length; held++)
            {
                bool isHeld = false;
                signals[held].DangerousAddRef(ref isHeld);
                handles[held] = signals[held].DangerousGetHandle();
            }

            if (WaitForMultipleObjects(held, handles, false, Milliseconds(patience)) == Failed)
            {
                throw new Win32Exception();
            }
        }
        finally
        {
            while (held > 0)
            {
                signals[--held].DangerousRelease();
            }
        }
    }

    private static int Milliseconds(TimeSpan patience) =>
        patience == Timeout.InfiniteTimeSpan
            ? Timeout.Infinite
            : (int)Math.Ceiling(patience.TotalMilliseconds);

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int WaitForSingleObject(SafeWaitHandle signal, int milliseconds);

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint WaitForMultipleObjects(
        int count,
        nint* signals,
        [MarshalAs(UnmanagedType.Bool)] bool all,
        int milliseconds
    );
}
