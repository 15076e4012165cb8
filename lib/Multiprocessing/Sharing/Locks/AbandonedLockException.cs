using Multiprocessing.Platform;

namespace Multiprocessing;

/// <summary>
/// The process that held a <see cref="ProcessLock"/> ended without leaving it. Whoever gets this exception <b>holds the
/// lock</b> and has to exit it; what it guards may be half changed. It is told once, to the next owner, as
/// <see cref="AbandonedMutexException"/> is.
/// </summary>
public sealed class AbandonedLockException : Exception
{
    internal AbandonedLockException(int processId, int exitCode)
        : base(
            $"The process {processId}, which held the lock, {ExitCodes.Here.Tell(exitCode)} without leaving it. You hold the lock now; "
                + "what it guards may be half changed."
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
