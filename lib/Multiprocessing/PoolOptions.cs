using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Multiprocessing.Values;

namespace Multiprocessing;

/// <summary>
/// What a <see cref="ProcessPool"/> is made with. Immutable: <c>options with { Workers = 8 }</c> gives a changed copy.
/// </summary>
public sealed partial record PoolOptions : IStaysHome
{
    // As an object: who needs no logger needs no logging package either, whichever version its host may have loaded.
    private readonly object? _logger;

    /// <summary>The number of worker processes; null for the number of cores this process may use (limits of containers count).</summary>
    public int? Workers { get; init; }

    /// <summary>A name for people, shown in errors, logs and measurements; null for "ProcessPool-1", "ProcessPool-2" and so on.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Called once in each worker before its first item, and again in each worker that takes the place of another. It travels
    /// with what it captures. When it throws, the calls that wait for a worker fail with its exception. It is covered by <see cref="StartTimeout"/>.
    /// </summary>
    public Action? Initializer { get; init; }

    /// <summary>
    /// How long a worker may take until it is ready for its first item, from the start of its process to the end of its
    /// <see cref="Initializer"/>; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes. One that takes longer is ended,
    /// and the calls that wait for a worker fail with a <see cref="TimeoutException"/> that says which of the two was too slow.
    /// With <see cref="WaitForDebugger"/> it covers the start of the process alone.
    /// </summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How many items a worker runs before a new one takes its place; null for no limit.</summary>
    public int? MaxTasksPerChild { get; init; }

    /// <summary>How long workers that have nothing to do are kept. They start again when there is a call.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Environment variables for the workers, besides those of this process; a null value removes one.</summary>
    public IReadOnlyDictionary<string, string?>? EnvironmentVariables { get; init; }

    /// <summary>The workers' working directory; null for the caller's at each call.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>
    /// The numbers of the cores that the workers may use, from 0; null for all that this process may use. On Linux and Windows
    /// only.
    /// </summary>
    public IReadOnlyList<int>? CpuAffinity { get; init; }

    /// <summary>
    /// The workers' priority; null for this process's. One that this user may not have fails the calls that wait for a worker.
    /// </summary>
    public ProcessPriorityClass? Priority { get; init; }

    /// <summary>
    /// The most private memory, in bytes, that a worker may hold; null for no limit. A worker over it is ended, and the call
    /// it worked for fails with a <see cref="WorkerDiedException"/> that says so.
    /// </summary>
    public long? MemoryLimit { get; init; }

    /// <summary>
    /// What <see cref="Environment.ProcessorCount"/> says in a worker, which sizes its thread pool and <c>Parallel</c> loops;
    /// null for a fair share of the cores: cores divided by workers, at least 1.
    /// </summary>
    public int? ThreadsPerWorker { get; init; }

    /// <summary>
    /// What the workers start (<see cref="System.Diagnostics.Process.Start()"/>) outlives them; false at first: then it ends with
    /// the worker that started it, however that ends.
    /// </summary>
    /// <remarks>
    /// A worker leads a process group (on Windows a job) that ends with it. A process that leaves the group, as <c>setsid</c>
    /// does, is left alone. In a terminal the group is not in front: Ctrl+C does not reach it, and what reads from the terminal
    /// gets an error. With <see cref="KeepChildren"/> workers and what they start stay in the program's own group, where they
    /// may read from the terminal, and hear Ctrl+C.
    /// </remarks>
    public bool KeepChildren { get; init; }

    /// <summary>
    /// The workers' garbage collector is the one for servers, with a heap and a thread for each of several cores: faster for work
    /// that allocates on many threads, at the price of memory. It takes two threads and more (<see cref="ThreadsPerWorker"/>);
    /// with one thread .NET uses the other. False for the one of workstations, whatever this program has, for all else of its
    /// runtime configuration holds in its workers, too.
    /// </summary>
    public bool ServerGC { get; init; }

    /// <summary>How many heaps the collector of <see cref="ServerGC"/> has in each worker; null for one a thread.</summary>
    public int? GCHeapCount { get; init; }

    /// <summary>
    /// Each worker waits before its first item until a debugger is attached to it; the process to attach to is printed on
    /// standard error.
    /// </summary>
    public bool WaitForDebugger { get; init; }

    /// <summary>
    /// Told when workers start, end, die and are replaced, when the initializer fails, when items run again, and when something
    /// that is not a worker was refused. Called on threads of the pool; what it throws is ignored. Null tells nobody.
    /// </summary>
    public ILogger? Logger
    {
        get => (ILogger?)_logger;
        init => _logger = value;
    }

    /// <summary>Whether <see cref="Logger"/> is set; asking loads nothing.</summary>
    internal bool HasLogger => _logger is not null;

    string IStaysHome.Remedy =>
        "The options of a pool stay in the process that made them: make them inside the function instead.";
}
