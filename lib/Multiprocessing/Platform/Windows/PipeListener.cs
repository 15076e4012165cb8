using System.ComponentModel;
using System.IO.Pipes;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Multiprocessing.Platform.Windows;

/// <summary>
/// The place where others connect to on Windows: an instance of a named pipe that waits for a client. When one has come there is
/// another before it is handed out, so the name is never free.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class PipeListener : LocalSocket, IAwaitable
{
    private readonly string _name;
    private readonly Lock _gate = new(); // who gives up the wait does so on another thread
    private PipeOperation _connecting;
    private SafePipeHandle _waiting;
    private bool _isDisposed;

    private PipeListener(string name)
    {
        _name = name;
        (_waiting, _connecting) = NewInstance(isFirst: true);
    }

    /// <inheritdoc cref="LocalSocket.Listen"/>
    public static PipeListener ListenAt(string address)
    {
        try
        {
            return new PipeListener(address);
        }
        catch (Win32Exception e)
        {
            throw PipeSocket.Error(e);
        }
    }

    public SafeWaitHandle Signal => _connecting.Done;

    public bool IsReady() => !_connecting.IsUnderway;

    // It always waits for a client, on the thread that has made it and accepts them.

    public void BeginWait() { }

    public void EndWait() { }

    public override bool HasBytes(TimeSpan patience) => PipeWait.Select([this], patience).Count > 0;

    public override LocalSocket Accept()
    {
        int error = _connecting.Complete(out _);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            SafePipeHandle connected = _waiting;
            try
            {
                (_waiting, _connecting) = NewInstance(isFirst: false);
            }
            catch (Win32Exception e)
            {
                throw PipeSocket.Error(e);
            }

            // One that has left already is there to be read from, like any other that leaves.
            const int HasLeft = 232; // ERROR_NO_DATA
            if (error is 0 or HasLeft)
            {
                return new PipeSocket(new PipeEnd(connected), isServer: true);
            }

            connected.Dispose();
            throw PipeSocket.Error(new Win32Exception(error));
        }
    }

    public override void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _waiting.Dispose(); // which ends the wait
        }

        _ = _connecting.Complete(out _);
    }

    private (SafePipeHandle, PipeOperation) NewInstance(bool isFirst)
    {
        SafePipeHandle pipe = NamedPipe.Create(
            _name,
            PipeDirection.InOut,
            NamedPipe.MostInstances,
            isFirst
        );
        var connecting = new PipeOperation();
        connecting.BeginConnect(pipe);
        return (pipe, connecting);
    }

    // Nobody is at the other end of a place to connect to.

    public override Peer Peer => throw NotConnected();

    public override int Send(ReadOnlySpan<byte> bytes) => throw NotConnected();

    public override int TrySend(ReadOnlySpan<byte> bytes) => throw NotConnected();

    public override int Receive(Span<byte> target) => throw NotConnected();

    public override int? TryReceive(Span<byte> target) => throw NotConnected();

    private static SocketException NotConnected() => new((int)SocketError.NotConnected);
}
