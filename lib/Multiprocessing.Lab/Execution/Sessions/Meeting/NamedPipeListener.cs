using System.ComponentModel;
using System.IO.Pipes;
using System.Runtime.Versioning;
using Multiprocessing.Platform.Windows;

namespace Multiprocessing.Lab.Execution.Sessions.Meeting;

/// <summary>Of Windows. There is always an instance of the pipe that waits, so nobody else can take its name.</summary>
[SupportedOSPlatform("windows")]
internal sealed class NamedPipeListener : LocalListener
{
    // How long a session looks for a front that has ended meanwhile.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private NamedPipeServerStream _waiting;

    public NamedPipeListener() => _waiting = NewInstance(isFirst: true);

    public override string Address { get; } = NamedPipe.NewName();

    /// <param name="address">Where they listen.</param>
    /// <param name="isReadAlone">A read waits in the system, whatever the thread pool has to do; a write would wait for it.</param>
    public static Stream ConnectTo(string address, bool isReadAlone)
    {
        var client = NamedPipe.NewClient(
            address,
            isReadAlone ? PipeOptions.None : PipeOptions.Asynchronous
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
            try
            {
                await _waiting.WaitForConnectionAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (IOException)
            {
                // It has left already: the next.
                await Next().DisposeAsync().ConfigureAwait(false);
                continue;
            }
            return Next();
        }
    }

    /// <summary>Puts another instance in the place of the one that waits, so that the name is never free.</summary>
    /// <returns>That one.</returns>
    /// <exception cref="IOException">The system refuses; the old one is still in its place.</exception>
    private NamedPipeServerStream Next()
    {
        var connected = _waiting;
        try
        {
            _waiting = NewInstance(isFirst: false);
        }
        catch (Win32Exception e)
        {
            throw new IOException(e.Message, e);
        }
        return connected;
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
