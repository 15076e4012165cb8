using Multiprocessing.Links;

namespace Multiprocessing.Insight.Surfaces;

/// <summary>Output that nobody watches as it comes, such as a file: one line at the end.</summary>
internal sealed class LogSurface : IProgressSurface
{
    /// <inheritdoc/>
    public void Show(ProgressView view)
    {
        if (view.State != ProgressState.Running)
        {
            OutputPump.Write(isError: true, view + Environment.NewLine);
        }
    }
}
