using Multiprocessing.Platform;

namespace Multiprocessing;

/// <summary>
/// A process that took part in a <see cref="ProcessBarrier"/> failed, so the others would wait for it for ever: the barrier
/// is broken for good, and everybody who waits at it or comes to it gets this exception. It is Python's
/// <c>BrokenBarrierError</c>. To go on, make a new barrier.
/// </summary>
public sealed class BrokenBarrierException : Exception
{
    internal BrokenBarrierException(int processId, int exitCode)
        : base(
            $"The barrier is broken: the process {processId}, which took part in it, {ExitCodes.Here.Tell(exitCode)}. Make a new barrier to go on."
        )
    {
        ProcessId = processId;
        ExitCode = exitCode;
    }

    /// <summary>The number of the process that ended.</summary>
    public int ProcessId { get; }

    /// <summary>Its exit code, as <see cref="WorkerDiedException.ExitCode"/> tells it.</summary>
    public int ExitCode { get; }
}
