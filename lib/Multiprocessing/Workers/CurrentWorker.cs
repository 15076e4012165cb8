namespace Multiprocessing.Workers;

/// <summary>
/// The worker that the running code belongs to: this process, or one of the workers on threads of this process.
/// </summary>
internal sealed class CurrentWorker(WorkerIdentity identity)
{
    private static readonly AsyncLocal<CurrentWorker?> s_thread = new();
    private static CurrentWorker? s_process;

    /// <summary>Null in a program that is no worker.</summary>
    public static CurrentWorker? Value => s_thread.Value ?? s_process;

    public WorkerIdentity Identity => identity;

    /// <summary>What the worker keeps between calls.</summary>
    public WorkerLocals Locals { get; } = new();

    /// <summary>Called once, as a worker process starts.</summary>
    public void TakeProcess() => s_process = this;

    /// <summary>Called in each execution context in which a worker on a thread runs code.</summary>
    public void TakeContext() => s_thread.Value = this;
}
