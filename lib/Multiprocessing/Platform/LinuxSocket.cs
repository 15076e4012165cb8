using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Multiprocessing.Platform;

/// <summary>The local socket of Linux, by the system's own calls.</summary>
internal sealed partial class LinuxSocket : LocalSocket
{
    private const int Unix = 1;
    private const int StreamThatClosesOnExec = 1 | 0x80000;
    private const int CloseOnExec = 0x80000;
    private const int NoSignal = 0x4000;
    private const int DontWait = 0x40;
    private const int NothingYet = 11; // EAGAIN
    private const int BothWays = 2;
    private const int Guests = 512;
    private const int OfSockets = 1; // SOL_SOCKET
    private const int PeerCredentials = 17; // SO_PEERCRED
    private const int SendingTime = 21; // SO_SNDTIMEO

    private readonly SafeFileHandle _handle;
    private bool _isDisposed;

    private LinuxSocket(SafeFileHandle handle)
    {
        if (handle.IsInvalid)
        {
            throw LastError();
        }

        _handle = handle;
    }

    public static LinuxSocket ListenAt(string address)
    {
        var made = new LinuxSocket(socket(Unix, StreamThatClosesOnExec, 0));
        byte[] name = Name(address);
        if (bind(made._handle, name, name.Length) == 0 && listen(made._handle, Guests) == 0)
        {
            return made;
        }

        SocketException error = LastError();
        made.Dispose();
        throw error;
    }

    public static LinuxSocket ConnectTo(string address) =>
        TryConnectTo(address, Timeout.InfiniteTimeSpan)!;

    public static LinuxSocket? TryConnectTo(string address, TimeSpan patience)
    {
        var made = new LinuxSocket(socket(Unix, StreamThatClosesOnExec, 0));
        byte[] name = Name(address);
        made.LimitSending(patience); // which is what limits the wait of connect, too
        while (connect(made._handle, name, name.Length) < 0)
        {
            if (WasInterrupted())
            {
                continue;
            }

            bool isFull = Marshal.GetLastPInvokeError() == NothingYet;
            SocketException error = LastError();
            made.Dispose();
            return isFull ? null : throw error;
        }

        made.LimitSending(Timeout.InfiniteTimeSpan);
        return made;
    }

    public override Peer Peer
    {
        get
        {
            int length = Credentials.Length;
            return
                getsockopt(_handle, OfSockets, PeerCredentials, out Credentials peer, ref length)
                == 0
                ? new Peer(peer.User, peer.Process)
                : throw LastError();
        }
    }

    public override LocalSocket Accept()
    {
        SafeFileHandle handle;
        while ((handle = accept4(_handle, 0, 0, CloseOnExec)).IsInvalid && WasInterrupted())
        {
            handle.Dispose();
        }

        return new LinuxSocket(handle);
    }

    public override int Send(ReadOnlySpan<byte> bytes)
    {
        nint sent;
        while (
            (sent = send(_handle, in MemoryMarshal.GetReference(bytes), bytes.Length, NoSignal)) < 0
        )
        {
            ThrowUnlessInterrupted();
        }

        return (int)sent;
    }

    public override int Receive(Span<byte> target)
    {
        int? got;
        while ((got = TryReceive(target)) is null)
        {
            // Not in the call itself: who waits in it is woken in vain each time that the other end takes bytes away, which in
            // an exchange of small frames costs more than all the rest.
            Polling.WaitReadable([_handle], Timeout.Infinite);
        }

        return got.Value;
    }

    public override int? TryReceive(Span<byte> target)
    {
        nint got;
        while (
            (got = recv(_handle, ref MemoryMarshal.GetReference(target), target.Length, DontWait))
            < 0
        )
        {
            if (Marshal.GetLastPInvokeError() == NothingYet)
            {
                return null;
            }

            ThrowUnlessInterrupted();
        }

        return (int)got;
    }

    public override bool HasBytes(TimeSpan patience) =>
        Polling.WaitReadable([_handle], (int)patience.TotalMilliseconds) != 0;

    // The kernel says that it is writable while at most a quarter of the buffer, of some 200 KB, is used.
    public override int TrySend(ReadOnlySpan<byte> bytes) =>
        Polling.IsWritable(_handle) ? Send(bytes) : 0;

    public override void Dispose()
    {
        // Two threads may come at the same time: who waits in a call, and who wakes it.
        if (!Interlocked.Exchange(ref _isDisposed, true))
        {
            _ = shutdown(_handle, BothWays); // closing alone would not wake a thread that waits in a call
            _handle.Dispose();
        }
    }

    public static List<LocalSocket> SelectFrom(List<LocalSocket> sockets, TimeSpan patience)
    {
        ulong ready = Polling.WaitReadable(
            sockets.ConvertAll<SafeHandle>(socket => ((LinuxSocket)socket)._handle).ToArray(),
            (int)patience.TotalMilliseconds
        );
        List<LocalSocket> found = [];
        for (int i = 0; i < sockets.Count; i++)
        {
            if ((ready & (1ul << i)) != 0)
            {
                found.Add(sockets[i]);
            }
        }

        return found;
    }

    private void LimitSending(TimeSpan patience)
    {
        long microseconds = Math.Max(0, (long)patience.TotalMicroseconds); // 0 is for ever
        var time = new TimeValue
        {
            Seconds = (nint)(microseconds / 1_000_000),
            Microseconds = (nint)(microseconds % 1_000_000),
        };
        if (setsockopt(_handle, OfSockets, SendingTime, in time, TimeValue.Length) < 0)
        {
            throw LastError();
        }
    }

    /// <summary>The address as the kernel wants it: the family's number, then the path, or a zero and the name.</summary>
    private static byte[] Name(string address)
    {
        bool isAbstract = address.StartsWith('@');
        byte[] name = new byte[2 + Encoding.UTF8.GetByteCount(address) + (isAbstract ? 0 : 1)];
        BitConverter.TryWriteBytes(name, (ushort)Unix);
        Encoding.UTF8.GetBytes(address, name.AsSpan(2));
        if (isAbstract)
        {
            name[2] = 0;
        }

        return name;
    }

    private static bool WasInterrupted() => Marshal.GetLastPInvokeError() == Polling.Interrupted;

    private static void ThrowUnlessInterrupted()
    {
        if (!WasInterrupted())
        {
            throw LastError();
        }
    }

    private static SocketException LastError()
    {
        const int NoMoreFilesOfAll = 23; // ENFILE
        const int NoMoreFiles = 24; // EMFILE
        int error = Marshal.GetLastPInvokeError();
        SocketError code = error is NoMoreFiles or NoMoreFilesOfAll
            ? SocketError.TooManyOpenSockets
            : SocketError.SocketError;
        return new SocketException((int)code, Marshal.GetPInvokeErrorMessage(error));
    }
}
