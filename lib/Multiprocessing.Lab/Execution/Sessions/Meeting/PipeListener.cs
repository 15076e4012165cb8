using System.IO.Pipes;
using System.Runtime.Versioning;
using System.Security.Principal;
using Multiprocessing.Platform.Windows;

namespace Multiprocessing.Lab.Execution.Sessions.Meeting;

/// <summary>Of Windows. There is always an instance of the pipe that waits, so nobody else can take its name.</summary>
[SupportedOSPlatform("windows")]
internal sealed class PipeListener : LocalListener
{
    // How long a session looks for a front that has ended meanwhile.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private NamedPipeServerStream _waiting;

    public PipeListener() => _waiting = NewInstance(isFirst: true);

    public override string Address { get; } = NamedPipe.NewName();

    public static Stream ConnectTo(string address)
    {
        var client = new NamedPipeClientStream(
            ".",
            address,
            PipeDirection.InOut,
            PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly,
            TokenImpersonationLevel.Anonymous
        );
        try
        {
            client.Connect(s_patience);
            return client;
        }
        catch (Exception e) when (e is TimeoutException or UnauthorizedAccessException)
        {
            client.Dispose();
            throw new IOException(e.Message, e);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    public override async Task<Stream> AcceptAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var connecting = _waiting;
            try
            {
                await connecting.WaitForConnectionAsync(cancellationToken).ConfigureAwait(false);
                _waiting = NewInstance(isFirst: false);
                return connecting;
            }
            catch (IOException)
            {
                // It has left already: the next.
                _waiting = NewInstance(isFirst: false);
                await connecting.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    public override void Dispose() => _waiting.Dispose();

    private NamedPipeServerStream NewInstance(bool isFirst) =>
        new(
            PipeDirection.InOut,
            isAsync: true,
            isConnected: false,
            NamedPipe.Create(Address, PipeDirection.InOut, NamedPipe.MostInstances, isFirst)
        );
}
