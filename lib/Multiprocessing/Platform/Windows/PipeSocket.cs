using System.ComponentModel;
using System.IO.Pipes;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Multiprocessing.Platform.Windows;

/// <summary>The local socket of Windows: a named pipe, which every Windows has, and which has an owner and an access list.</summary>
[SupportedOSPlatform("windows")]
internal sealed partial class PipeSocket(PipeEnd pipe, bool isServer) : LocalSocket, IAwaitable
{
    /// <inheritdoc cref="LocalSocket.TryConnect"/>
    public static PipeSocket? TryConnectTo(string address, TimeSpan patience)
    {
        int milliseconds =
            patience == Timeout.InfiniteTimeSpan
                ? Timeout.Infinite
                : (int)patience.TotalMilliseconds;
        // .NET would wait for somebody to listen there, too.
        if (!WaitNamedPipe(NamedPipe.PathOf(address), milliseconds))
        {
            const int TimeIsOver = 121; // ERROR_SEM_TIMEOUT
            var error = new Win32Exception();
            return error.NativeErrorCode == TimeIsOver ? null : throw Error(error);
        }

        NamedPipeClientStream client = NamedPipe.NewClient(address);
        try
        {
            client.Connect(milliseconds);
            return new PipeSocket(
                new PipeEnd(client.SafePipeHandle, owner: client),
                isServer: false
            );
        }
        catch (TimeoutException)
        {
            client.Dispose();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            client.Dispose();
            throw new SocketException((int)SocketError.ConnectionRefused, e.Message);
        }
    }

    public SafeWaitHandle Signal => pipe.Signal;

    /// <summary>The process at the other end. Another user cannot be there: the access list keeps them out.</summary>
    public override Peer Peer =>
        (
            isServer
                ? GetNamedPipeClientProcessId(pipe.Handle, out int process)
                : GetNamedPipeServerProcessId(pipe.Handle, out process)
        )
            ? new Peer(null, process)
            : throw Error(new Win32Exception());

    public override LocalSocket Accept() =>
        throw new SocketException((int)SocketError.OperationNotSupported);

    public override int Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            pipe.Write(bytes);
            return bytes.Length;
        }
        catch (Win32Exception e)
        {
            throw Error(e);
        }
    }

    public override int TrySend(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return pipe.TryWrite(bytes);
        }
        catch (Win32Exception e)
        {
            throw Error(e);
        }
    }

    public override int Receive(Span<byte> target)
    {
        try
        {
            return pipe.Read(target);
        }
        catch (Win32Exception e)
        {
            throw Error(e);
        }
    }

    public override int? TryReceive(Span<byte> target)
    {
        try
        {
            return pipe.TryRead(target);
        }
        catch (Win32Exception e)
        {
            throw Error(e);
        }
    }

    public override bool HasBytes(TimeSpan patience) => pipe.HasBytes(patience);

    public bool IsReady() => pipe.IsReady();

    public void BeginWait() => pipe.BeginWait();

    public void EndWait() => pipe.EndWait();

    public override void Dispose() => pipe.Dispose();

    /// <summary>What users of a local socket look out for.</summary>
    public static SocketException Error(Win32Exception e) => new(e.NativeErrorCode, e.Message);

    [LibraryImport(
        "kernel32",
        EntryPoint = "WaitNamedPipeW",
        SetLastError = true,
        StringMarshalling = StringMarshalling.Utf16
    )]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool WaitNamedPipe(string path, int milliseconds);

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetNamedPipeClientProcessId(SafePipeHandle pipe, out int process);

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetNamedPipeServerProcessId(SafePipeHandle pipe, out int process);
}
