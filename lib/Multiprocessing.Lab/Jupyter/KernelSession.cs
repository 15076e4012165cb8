using Multiprocessing.Lab.Execution;
using Multiprocessing.Lab.Execution.Sessions;

namespace Multiprocessing.Lab.Jupyter;

/// <summary>The kernel's session. One that a cell has ended is followed by a new one, so that the kernel lives on.</summary>
internal sealed class KernelSession : IAsyncDisposable
{
    private readonly Action<SessionEvent> _happened;
    private volatile SessionProcess _current;

    /// <param name="happened">Is told all that happens, one thing after the other.</param>
    public KernelSession(Action<SessionEvent> happened)
    {
        _happened = happened;
        _current = Start();
    }

    /// <summary>The session that runs, or will run, the next cell.</summary>
    public ISession Current => _current;

    /// <exception cref="SessionEndedException">The cell ended its session; a new one has been started.</exception>
    public async Task<CellStatus> ExecuteAsync(CellRequest cell)
    {
        var session = _current;
        try
        {
            return await session.ExecuteAsync(cell).ConfigureAwait(false);
        }
        catch (SessionEndedException)
        {
            _current = Start();
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _current.ShutDownAsync().ConfigureAwait(false);
        await _current.DisposeAsync().ConfigureAwait(false);
    }

    private SessionProcess Start() =>
        SessionProcess.Start(Directory.GetCurrentDirectory(), _happened);
}
