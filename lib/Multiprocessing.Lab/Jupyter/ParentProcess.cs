using System.Diagnostics;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Multiprocessing.Lab.Jupyter;

/// <summary>The server that started the kernel, where it says so: the kernel is not to outlive it.</summary>
internal static class ParentProcess
{
    /// <summary>Set by Jupyter's own kernel manager: a process id, but on Windows a handle that the kernel inherits.</summary>
    private const string Variable = "JPY_PARENT_PID";

    /// <summary>Completes when the server has ended; never, where it is not known.</summary>
    public static Task EndedAsync(CancellationToken cancellationToken)
    {
        var given = Environment.GetEnvironmentVariable(Variable);
        if (!int.TryParse(given, CultureInfo.InvariantCulture, out var number) || number <= 1)
            return Task.Delay(Timeout.Infinite, cancellationToken);
        return OperatingSystem.IsWindows()
            ? HandleSignalledAsync(new(number, ownsHandle: true), cancellationToken)
            : ProcessEndedAsync(number, cancellationToken);
    }

    private static async Task ProcessEndedAsync(int id, CancellationToken cancellationToken)
    {
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

    private static async Task HandleSignalledAsync(
        SafeWaitHandle handle,
        CancellationToken cancellationToken
    )
    {
        using var process = new ManualResetEvent(false) { SafeWaitHandle = handle };
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var wait = ThreadPool.RegisterWaitForSingleObject(
            process,
            (_, _) => ended.TrySetResult(),
            null,
            Timeout.Infinite,
            executeOnlyOnce: true
        );
        try
        {
            await ended.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            wait.Unregister(null);
        }
    }
}
