using System.Diagnostics;
using System.Globalization;

namespace Multiprocessing.Lab.Jupyter;

/// <summary>The server that started the kernel, where it says so: the kernel is not to outlive it.</summary>
internal static class ParentProcess
{
    /// <summary>Set by Jupyter's own kernel manager.</summary>
    private const string Variable = "JPY_PARENT_PID";

    /// <summary>Completes when the server has ended; never, where it is not known.</summary>
    public static async Task EndedAsync(CancellationToken cancellationToken)
    {
        var given = Environment.GetEnvironmentVariable(Variable);
        if (!int.TryParse(given, CultureInfo.InvariantCulture, out var id) || id <= 1)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
            return;
        }
        try
        {
            using var parent = Process.GetProcessById(id);
            await parent.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It has ended already.
        }
    }
}
