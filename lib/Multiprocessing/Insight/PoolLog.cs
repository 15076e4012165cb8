using Microsoft.Extensions.Logging;

namespace Multiprocessing.Insight;

/// <summary>
/// A pool's words for its <see cref="ILogger"/>. Nothing else refers to the logging package, so that it is loaded only where
/// somebody gives a pool a logger.
/// </summary>
internal sealed partial class PoolLog(ILogger logger)
{
    [LoggerMessage(1, LogLevel.Debug, "{Pool}: worker {ProcessId} is up.")]
    public partial void Started(string pool, int processId);

    [LoggerMessage(
        2,
        LogLevel.Debug,
        "{Pool}: worker {ProcessId} has ended, exit code {ExitCode}."
    )]
    public partial void Ended(string pool, int processId, int exitCode);

    [LoggerMessage(
        3,
        LogLevel.Warning,
        "{Pool}: worker {ProcessId} died, exit code {ExitCode}. Another takes its place: {Replaced}."
    )]
    public partial void Died(string pool, int processId, int exitCode, bool replaced);

    [LoggerMessage(4, LogLevel.Error, "{Pool}: a worker did not become ready.")]
    public partial void NotStarted(string pool, Exception error);

    [LoggerMessage(
        5,
        LogLevel.Warning,
        "{Pool}: item {Item} runs again, since worker {ProcessId} died while it ran it."
    )]
    public partial void Retried(string pool, long item, int processId);

    [LoggerMessage(6, LogLevel.Warning, "{Pool}: refused at worker {ProcessId}: {Reason}")]
    public partial void Refused(string pool, int processId, string reason);
}
