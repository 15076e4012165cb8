using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using Multiprocessing.Platform.Windows;

namespace Multiprocessing.Platform;

/// <summary>
/// A pipe that a process writes to, read without ever waiting in the read itself, which .NET does not offer: whoever drains a
/// worker's output must be able to say "there is nothing more" at a given moment.
/// </summary>
internal abstract partial class OutputPipe : IDisposable
{
    /// <summary>Waits until one of the pipes has bytes or has ended.</summary>
    public static void WaitReadable(IReadOnlyCollection<OutputPipe> pipes)
    {
        if (OperatingSystem.IsWindows())
        {
            _ = PipeWait.Select([.. pipes.Cast<OfWindows>()], Timeout.InfiniteTimeSpan);
        }
        else
        {
            Polling.WaitReadable(
                pipes.Select(static pipe => ((OfUnix)pipe).Handle).ToArray(),
                Timeout.Infinite
            );
        }
    }

    /// <summary>Whether one of two pipes has bytes now, or has ended.</summary>
    public static bool IsReadable(OutputPipe one, OutputPipe other) =>
        OperatingSystem.IsWindows()
            ? ((OfWindows)one).IsReady() || ((OfWindows)other).IsReady()
            : Polling.WaitReadable([((OfUnix)one).Handle, ((OfUnix)other).Handle], 0) != 0;

    /// <summary>The next bytes if there are any now: their number, 0 when the pipe has ended, null when it is empty.</summary>
    public abstract int? ReadAvailable(Span<byte> target);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>A pipe of Linux or macOS.</summary>
    /// <param name="handle">The descriptor.</param>
    /// <param name="owner">What closes it.</param>
    internal sealed partial class OfUnix(SafeHandle handle, IDisposable owner) : OutputPipe
    {
        public SafeHandle Handle => handle;

        public override int? ReadAvailable(Span<byte> target) =>
            Polling.WaitReadable([handle], 0) != 0
                ? (int)Math.Max(0, read(handle, target, (nuint)target.Length))
                : null;

        public override void Dispose() => owner.Dispose();

        [LibraryImport("libc", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static partial nint read(SafeHandle descriptor, Span<byte> buffer, nuint count);
    }

    /// <summary>A pipe of Windows.</summary>
    /// <param name="end">This process's end.</param>
    [SupportedOSPlatform("windows")]
    internal sealed class OfWindows(PipeEnd end) : OutputPipe, IAwaitable
    {
        public SafeWaitHandle Signal => end.Signal;

        public bool IsReady() => end.IsReady();

        public void BeginWait() => end.BeginWait();

        public void EndWait() => end.EndWait();

        public override int? ReadAvailable(Span<byte> target) => end.TryRead(target);

        public override void Dispose() => end.Dispose();
    }
}
