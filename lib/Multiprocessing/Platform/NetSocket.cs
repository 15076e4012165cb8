using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Multiprocessing.Platform;

/// <summary>The local socket that .NET offers, for macOS and whatever else is not Linux or Windows.</summary>
internal sealed partial class NetSocket(Socket socket) : LocalSocket
{
    public static NetSocket ListenAt(string address) =>
        Made(socket =>
        {
            socket.Bind(EndPoint(address));
            socket.Listen();
        });

    public static NetSocket ConnectTo(string address) =>
        Made(socket => socket.Connect(EndPoint(address)));

    // Elsewhere the folder in which the socket lies keeps others out.
    public override Peer Peer =>
        !OperatingSystem.IsMacOS() ? default
        : getpeereid(socket.SafeHandle, out uint user, out _) == 0 ? new Peer(user, 0)
        : throw new SocketException(
            (int)SocketError.SocketError,
            Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())
        );

    public override LocalSocket Accept() => new NetSocket(socket.Accept());

    public override int Send(ReadOnlySpan<byte> bytes) => socket.Send(bytes);

    public override int Receive(Span<byte> target) => socket.Receive(target);

    public override int? TryReceive(Span<byte> target) =>
        HasBytes(TimeSpan.Zero) ? Receive(target) : null;

    public override bool HasBytes(TimeSpan patience) =>
        socket.Poll(patience, SelectMode.SelectRead);

    public override int TrySend(ReadOnlySpan<byte> bytes) =>
        socket.Poll(0, SelectMode.SelectWrite) ? Send(bytes) : 0;

    public override void Dispose() => socket.Dispose();

    public static List<LocalSocket> SelectFrom(List<LocalSocket> sockets, TimeSpan patience)
    {
        List<Socket> ready = sockets.ConvertAll(Inner);
        Socket.Select(ready, null, null, patience);
        return sockets.FindAll(one => ready.Contains(Inner(one)));
    }

    private static Socket Inner(LocalSocket one) => ((NetSocket)one).Own;

    private Socket Own => socket;

    private static NetSocket Made(Action<Socket> prepare)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            prepare(socket);
            return new NetSocket(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static UnixDomainSocketEndPoint EndPoint(string address) =>
        new(address.StartsWith('@') ? '\0' + address[1..] : address);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int getpeereid(SafeHandle socket, out uint user, out uint group);
}
