namespace Multiprocessing.Insight;

/// <summary>What a progress bar says besides its numbers.</summary>
internal enum ProgressState
{
    Running,
    Done,

    /// <summary>The call ended before its items did: it failed or was cancelled.</summary>
    Stopped,
}
