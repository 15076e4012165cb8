namespace Multiprocessing.Insight.Surfaces;

/// <summary>A place where a progress bar can be seen. Called by one thread at a time.</summary>
internal interface IProgressSurface
{
    /// <summary>Shows a state in place of the one before; one that no longer runs is the last.</summary>
    void Show(ProgressView view);
}

/// <summary>Finds where the caller's output goes.</summary>
internal static class ProgressSurfaces
{
    public static IProgressSurface Find() =>
        NotebookSurface.Find() ?? TerminalSurface.Find() ?? (IProgressSurface)new LogSurface();
}
