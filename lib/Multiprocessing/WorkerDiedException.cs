using Multiprocessing.Links;
using Multiprocessing.Platform;

namespace Multiprocessing;

/// <summary>
/// A worker process ended while it ran an item: it was killed, called <see cref="Environment.Exit(int)"/>, overflowed its
/// stack. The call fails; the pool replaces the worker and stays usable. Where an exception ended it that nobody caught, say on
/// another thread or in <c>async void</c>, that is the <see cref="Exception.InnerException"/>.
/// </summary>
public sealed class WorkerDiedException : Exception
{
    internal WorkerDiedException(int processId, WorkerExit exit, long item)
        : this(
            processId,
            exit,
            item < 0 ? "while it ran the function" : $"while it ran item {item}"
        )
    {
        Item = item < 0 ? null : item;
    }

    internal WorkerDiedException(int processId, WorkerExit exit, string during)
        : base(Describe(processId, exit, during), exit.Unhandled)
    {
        ProcessId = processId;
        ExitCode = exit.Code;
    }

    private WorkerDiedException(int processId, long item, string message)
        : base(message)
    {
        ProcessId = processId;
        ExitCode = ExitCodes.Here.Killed;
        Item = item < 0 ? null : item;
    }

    /// <summary>The number that the worker's process had.</summary>
    public int ProcessId { get; }

    /// <summary>
    /// The worker's exit code; minus the signal's number when a signal ended it, as in Python (-9 after SIGKILL). Windows has no
    /// signals: there it is -1 of a worker that was killed, and the system's error number of one that crashed.
    /// </summary>
    public int ExitCode { get; }

    /// <summary>The index, counted from 0, of the item that ran when the worker died; null for a call without items.</summary>
    /// <exception cref="OverflowException">It is larger than an <see cref="int"/>; the message of this exception has it.</exception>
    public int? ItemIndex => Item is { } item ? checked((int)item) : null;

    internal long? Item { get; }

    internal static WorkerDiedException OverLimit(
        int processId,
        long item,
        string? during,
        long held,
        long limit
    )
    {
        const double Megabyte = 1024 * 1024;
        during ??= item < 0 ? "while it ran the function" : $"while it ran item {item}";
        return new WorkerDiedException(
            processId,
            item,
            $"The worker process {processId} was ended {during}: it held {held / Megabyte:F0} MB of memory, more than the {limit / Megabyte:F0} MB of the pool's MemoryLimit."
        );
    }

    private static string Describe(int processId, WorkerExit exit, string during)
    {
        string how = ExitCodes.Here.Tell(
            exit.Code,
            exit.IsKilled,
            isTold: exit.Account is not null
        );
        return $"The worker process {processId} {how} {during}. {exit.Account}".TrimEnd();
    }
}
