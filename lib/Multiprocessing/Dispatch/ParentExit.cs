using System.Runtime.InteropServices;
using Multiprocessing.Platform;
using Multiprocessing.Workers;

namespace Multiprocessing.Dispatch;

/// <summary>
/// The end of this process: an orderly one ends its daemons and waits for its other <see cref="WorkerProcess"/>es, as
/// Python does, and then ends its pools; one that a signal asks for waits for nobody.
/// </summary>
internal static class ParentExit
{
    private static readonly PosixSignal[] s_signals =
    [
        PosixSignal.SIGTERM,
        PosixSignal.SIGINT,
        PosixSignal.SIGHUP,
        PosixSignal.SIGQUIT,
    ];

    private static readonly List<PosixSignalRegistration> s_registrations = [];
    private static volatile bool s_signalled;
    private static int s_watching;

    /// <summary>Called by whatever starts workers.</summary>
    public static void Watch()
    {
        if (Interlocked.Exchange(ref s_watching, 1) == 1)
        {
            return;
        }

        WorkerMain.WaitsForProcesses = () => ProcessRun.IsAnyRunning;
        foreach (PosixSignal signal in s_signals)
        {
            s_registrations.Add(PosixSignalRegistration.Create(signal, _ => s_signalled = true));
        }

        JobControl.Watch();
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            if (s_signalled)
            {
                ProcessRun.KillAll();
            }

            ProcessRun.JoinAll();
            Pools.TerminateAll();
        };
    }
}
