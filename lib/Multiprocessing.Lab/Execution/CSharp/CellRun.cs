using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;

namespace Multiprocessing.Lab.Execution.CSharp;

/// <summary>One cell on its way through the kernel.</summary>
/// <param name="command">What asks the kernel to run it.</param>
/// <param name="isStopped">Whether it is to stop, or not to begin.</param>
internal sealed class CellRun(SubmitCode command, Func<bool> isStopped)
{
    private volatile KernelInvocationContext? _context;

    public SubmitCode Command => command;

    public CellThreads Threads { get; } = new();

    public bool HasBegun => _context is not null;

    public bool IsStopping => Threads.IsStopping;

    /// <summary>Completes when a stop has been asked for and nothing of the cell runs any more.</summary>
    public Task Stopped => Threads.Stopped;

    public bool IsStopped() => isStopped();

    /// <summary>Runs it on threads that can be stopped.</summary>
    /// <param name="context">What the kernel runs it in.</param>
    /// <param name="run">Compiles and runs the cell.</param>
    public async Task BeginAsync(KernelInvocationContext context, Func<Task> run)
    {
        _context = context;
        if (isStopped())
        {
            Stop();
            return;
        }
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Threads.Begin(() => _ = RunOnThisThreadAsync(run, ran));
        await (await Task.WhenAny(ran.Task, Stopped).ConfigureAwait(false)).ConfigureAwait(false);
    }

    public void Stop()
    {
        Threads.Stop();
        // Cancelling runs what the cell has registered, so it may block, and whoever asks for a stop must not.
        if (_context is { } context)
            new Thread(() => Cancel(context))
            {
                IsBackground = true,
                Name = "mplab cancel",
            }.Start();
    }

    /// <summary>Its idle threads end, and what it left running goes on by itself.</summary>
    public void End() => Threads.End();

    /// <summary>Cancels the token that the compiler and the cell's own code may look at.</summary>
    private static void Cancel(KernelInvocationContext context)
    {
        try
        {
            KernelInternals.CancellationOf(context).Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The cell has ended by itself.
        }
        catch (AggregateException e)
        {
            // What the cell has registered is its own, and its faults must not end the session.
            Console.Error.WriteLine(
                $"[What was to run when the cell is stopped failed: {e.GetBaseException().Message}]"
            );
        }
    }

    private static async Task RunOnThisThreadAsync(Func<Task> run, TaskCompletionSource ran)
    {
        try
        {
            await run().ConfigureAwait(false);
            ran.TrySetResult();
        }
        catch (Exception e)
        {
            // An abort that struck outside the cell's own code.
            ran.TrySetException(e);
        }
    }
}
