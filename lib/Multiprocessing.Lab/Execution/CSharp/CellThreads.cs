using System.Diagnostics;
using System.Runtime;

#pragma warning disable SYSLIB0046 // ControlledExecution is the runtime's only way to stop code that does not cooperate.

namespace Multiprocessing.Lab.Execution.CSharp;

/// <summary>
/// The threads on which one cell runs, so that it can be stopped. What follows an <c>await</c> comes back here
/// through the synchronization context and gets a thread of its own: were there only one, a cell that blocks on
/// <c>.Result</c> would wait for itself.
/// </summary>
internal sealed class CellThreads : SynchronizationContext
{
    /// <summary>What a thread gets to end by itself once interrupted, before it is aborted.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(5);

    /// <summary>How Roslyn begins the name of the assembly that a cell becomes.</summary>
    private const char CellAssembly = '\u211B';

    private readonly object _gate = new();

    /// <summary>What the cell's first thread runs in, so that all that follows is known to be the cell's.</summary>
    private ExecutionContext? _context;
    private readonly List<CellThread> _threads = [];
    private readonly TaskCompletionSource _stopped = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private bool _interruptible;
    private volatile bool _stopping;
    private bool _ended;

    // A cell's assembly is loaded between its compilation and its first statement, on the cell's own thread.
    static CellThreads() =>
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) =>
        {
            if (loaded.LoadedAssembly.GetName().Name is [CellAssembly, ..])
                (Current as CellThreads)?.AllowInterruption();
        };

    /// <summary>Completes when a stop has been asked for and no thread of the cell runs any more.</summary>
    public Task Stopped => _stopped.Task;

    public bool IsStopping => _stopping;

    /// <summary>Starts the cell's first thread, and with it the cell.</summary>
    public void Begin(Action run)
    {
        _context = ExecutionContext.Capture();
        Post(_ => run(), null);
    }

    /// <summary>
    /// The cell's own code begins. Before, the compiler runs, which an abort could leave broken for all cells to come: it
    /// ends by its cancellation token.
    /// </summary>
    private void AllowInterruption()
    {
        lock (_gate)
        {
            _interruptible = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>
    /// Gives a stop a place to interrupt a cell that shows or prints without end, and never waits. An abort, which comes
    /// later, can end the whole process where it strikes code that was made while it runs, as formatters are.
    /// </summary>
    public static void GiveWay()
    {
        if (Current is CellThreads { IsStopping: true })
            Thread.Sleep(1);
    }

    public override SynchronizationContext CreateCopy() => this;

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_gate)
        {
            if (_stopping)
                return; // What a stopped cell was still waiting for is not to go on.
            if (_ended)
            {
                // Work the cell left behind is nobody's to stop.
                ThreadPool.QueueUserWorkItem(_ => d(state));
                return;
            }
            var idle = _threads.Find(thread => thread.Work is null);
            if (idle is null)
            {
                _threads.Add(idle = new CellThread());
                idle.Work = () => d(state);
                idle.Thread = new Thread(() => ServeInContext(idle))
                {
                    IsBackground = true,
                    Name = "cell",
                };
                idle.Thread.UnsafeStart();
            }
            else
            {
                idle.Work = () => d(state);
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>The cell is done: its idle threads end, and what it left running goes on by itself.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>
    /// Interrupts, which ends sleeps, waits and locks; then aborts, which ends loops. Never the other way round: a
    /// thread with an abort pending is not woken from a sleep any more.
    /// </summary>
    /// <remarks>Returns at once: aborting can block, and whoever asks for a stop must not.</remarks>
    public void Stop()
    {
        lock (_gate)
        {
            if (_stopping || _ended)
                return;
            _stopping = true;
            Monitor.PulseAll(_gate);
        }
        new Thread(EndThreads) { IsBackground = true, Name = "mplab stop" }.Start();
    }

    private void EndThreads()
    {
        lock (_gate)
        {
            while (Busy().Any() && !_interruptible)
                Monitor.Wait(_gate);
            foreach (var thread in Busy())
                thread.Thread.Interrupt();
            var asked = Stopwatch.StartNew();
            while (Busy().Any() && s_grace - asked.Elapsed is { Ticks: > 0 } left)
                Monitor.Wait(_gate, left);
            foreach (var thread in Busy())
            {
                // A thread each: one that cannot be aborted yet must not hold up the others.
                new Thread(thread.Abort.Cancel)
                {
                    IsBackground = true,
                    Name = "mplab abort",
                }.Start();
            }
            while (Busy().Any())
                Monitor.Wait(_gate);
        }
        _stopped.TrySetResult();
    }

    private IEnumerable<CellThread> Busy() => _threads.Where(thread => thread.Work is not null);

    private void ServeInContext(CellThread self)
    {
        if (_context is null)
            Serve(self);
        else
            ExecutionContext.Run(_context, _ => Serve(self), null);
    }

    private void Serve(CellThread self)
    {
        SetSynchronizationContext(this);
        while (self.Work is { } work)
        {
            try
            {
                ControlledExecution.Run(work, self.Abort.Token);
            }
            catch (Exception e)
                when (IsStopping && e is ThreadInterruptedException or OperationCanceledException)
            {
                // Stopped, as asked.
            }
            if (!AwaitWork(self))
                return;
        }
    }

    /// <returns>False when the thread has served its time.</returns>
    private bool AwaitWork(CellThread self)
    {
        while (true)
        {
            try
            {
                lock (_gate)
                {
                    self.Work = null;
                    Monitor.PulseAll(_gate);
                    var idle = Stopwatch.StartNew();
                    while (self.Work is null && !_stopping && !_ended && idle.Elapsed < s_idle)
                        Monitor.Wait(_gate, s_idle);
                    if (self.Work is null)
                        _threads.Remove(self);
                    return self.Work is not null;
                }
            }
            catch (ThreadInterruptedException)
            {
                // The stop came when the work was already done: back to waiting, which now ends at once.
            }
        }
    }

    private sealed class CellThread
    {
        /// <summary>Null while idle; guarded by the gate.</summary>
        public Action? Work { get; set; }

        public Thread Thread { get; set; } = null!;

        public CancellationTokenSource Abort { get; } = new();
    }
}
