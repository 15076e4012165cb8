using Multiprocessing.Lab.Execution;

namespace Multiprocessing.Lab.Jupyter;

/// <summary>
/// Has a session load its help before somebody asks for it: the first answer takes seconds on a busy machine, and editors
/// wait for one or two. Only where a client is, after the first cell, and while no cell runs.
/// </summary>
internal sealed class HelpWarmUp : IDisposable
{
    /// <summary>A client that runs a whole notebook sends the next cell sooner.</summary>
    private static readonly TimeSpan s_untilIdle = TimeSpan.FromMilliseconds(300);

    /// <summary>Asks for what most requests need.</summary>
    private const string Code = "Console.WriteLine(text.Length);\nvar text = \"\";\nConsole.";

    private readonly Lock _gate = new();
    private CancellationTokenSource _stopping = new();
    private ISession? _warm;

    /// <summary>A cell begins: it needs the processors.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            // In the background: what is stopped goes on where it was stopped.
            _ = _stopping.CancelAsync();
            _stopping = new();
        }
    }

    /// <summary>A cell has ended, and perhaps no other follows.</summary>
    public void Start(ISession session)
    {
        lock (_gate)
        {
            if (_warm != session)
                _ = WarmAsync(session, _stopping.Token);
        }
    }

    public void Dispose() => Stop();

    private async Task WarmAsync(ISession session, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(s_untilIdle, stopping).ConfigureAwait(false);
            await session.CompleteAsync(Code, Code.Length, stopping).ConfigureAwait(false);
            await session
                .InspectAsync(Code, "Console.Wr".Length, 0, stopping)
                .ConfigureAwait(false);
            lock (_gate)
                _warm = session;
        }
        catch (Exception)
        {
            // Stopped, or the session has ended, or the help itself fails: whoever asks for it next is told.
        }
    }
}
