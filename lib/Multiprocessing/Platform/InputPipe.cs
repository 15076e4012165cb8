using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Multiprocessing.Platform.Windows;

namespace Multiprocessing.Platform;

/// <summary>A pipe that a process reads from.</summary>
internal abstract partial class InputPipe : IDisposable
{
    /// <summary>Hands all bytes over.</summary>
    /// <exception cref="IOException">Nobody reads them.</exception>
    public abstract void Write(ReadOnlySpan<byte> bytes);

    /// <summary>The process finds the end of its input.</summary>
    public abstract void Dispose();

    /// <summary>A pipe of Linux or macOS.</summary>
    /// <param name="handle">The descriptor.</param>
    /// <param name="owner">What closes it.</param>
    internal sealed partial class OfUnix(SafeHandle handle, IDisposable owner) : InputPipe
    {
        public override void Write(ReadOnlySpan<byte> bytes)
        {
            // Not by the stream: its first write brings up all of .NET's sockets.
            while (!bytes.IsEmpty)
            {
                nint written = write(handle, bytes, (nuint)bytes.Length);
                int error = written < 0 ? Marshal.GetLastPInvokeError() : 0;
                if (written < 0 && error != Polling.Interrupted)
                {
                    throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
                }

                bytes = bytes[(int)Math.Max(0, written)..];
            }
        }

        public override void Dispose() => owner.Dispose();

        [LibraryImport("libc", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static partial nint write(
            SafeHandle descriptor,
            ReadOnlySpan<byte> bytes,
            nuint count
        );
    }

    /// <summary>A pipe of Windows.</summary>
    /// <param name="end">This process's end.</param>
    [SupportedOSPlatform("windows")]
    internal sealed class OfWindows(PipeEnd end) : InputPipe
    {
        public override void Write(ReadOnlySpan<byte> bytes)
        {
            try
            {
                end.Write(bytes);
            }
            catch (Win32Exception e)
            {
                throw new IOException(e.Message, e);
            }
        }

        public override void Dispose() => end.Dispose();
    }
}
