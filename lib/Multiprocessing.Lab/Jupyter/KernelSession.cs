using Multiprocessing.Lab.Execution;
using Multiprocessing.Lab.Execution.Sessions;

namespace Multiprocessing.Lab.Jupyter;

/// <summary>The kernel's session. One that a cell has ended is followed by a new one, so that the kernel lives on.</summary>
internal sealed class KernelSession : IAsyncDisposable
{
    private readonly Action<SessionEvent> _happened;
    private readonly HelpWarmUp _help = new();
    private readonly Lock _gate = new();
    private volatile SessionProcess _current;
    private volatile bool _isEnding;

    /// <param name="happened">Is told all that happens, one thing after the other.</param>
    public KernelSession(Action<SessionEvent> happened)
    {
        _happened = happened;
        _current = Start();
    }

    /// <summary>The session that runs, or will run, the next cell.</summary>
    public ISession Current => _current;

    /// <summary>Whether the kernel shuts down, so that there is to be no other session.</summary>
    public bool IsEnding => _isEnding;

    /// <exception cref="SessionEndedException">
    /// The session ended, and unless the kernel shuts down a new one has been started.
    /// </exception>
    public async Task<CellStatus> ExecuteAsync(CellRequest cell)
    {
        var session = _current;
        _help.Stop();
        try
        {
            var status = await session.ExecuteAsync(cell).ConfigureAwait(false);
            _help.Start(session);
            return status;
        }
        catch (SessionEndedException)
        {
            if (TryStartAgain())
                await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
            _isEnding = true;
        _help.Dispose();
        await _current.ShutDownAsync().ConfigureAwait(false);
        await _current.DisposeAsync().ConfigureAwait(false);
    }

    private bool TryStartAgain()
    {
        lock (_gate)
        {
            if (!_isEnding)
                _current = Start();
            return !_isEnding;
        }
    }

    private SessionProcess Start() =>
        SessionProcess.Start(Directory.GetCurrentDirectory(), _happened);
}
