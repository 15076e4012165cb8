using Multiprocessing.Lab.Execution.Sessions.Meeting;

namespace Multiprocessing.Lab.Execution.Sessions;

/// <summary>
/// The way between a front and its session. Not the standard streams: native code and child processes of a cell write to those.
/// It carries two connections, the calls and a lifeline that says nothing and ends when the front does.
/// </summary>
internal sealed class SessionLink : IDisposable
{
    private readonly LocalListener _listener = LocalListener.Open();
    private Stream? _lifeline;

    public string Address => _listener.Address;

    /// <summary>Waits for the session; from then on no trace of the link is left on the disk.</summary>
    public async Task<Stream> AcceptAsync(CancellationToken cancellationToken)
    {
        try
        {
            var calls = await _listener.AcceptAsync(cancellationToken).ConfigureAwait(false);
            _lifeline = await _listener.AcceptAsync(cancellationToken).ConfigureAwait(false);
            return calls;
        }
        finally
        {
            _listener.Dispose();
        }
    }

    /// <exception cref="IOException">Nobody listens there, or somebody else.</exception>
    public static Stream Connect(string address, out Stream lifeline)
    {
        var calls = LocalListener.Connect(address);
        try
        {
            lifeline = LocalListener.Connect(address, isReadAlone: true);
        }
        catch
        {
            calls.Dispose();
            throw;
        }
        return calls;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _lifeline?.Dispose();
    }
}
