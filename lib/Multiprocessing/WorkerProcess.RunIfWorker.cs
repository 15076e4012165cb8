using Multiprocessing.Links;
using Multiprocessing.Workers;

namespace Multiprocessing;

/// <content>Programs whose own executable is their workers' program.</content>
public sealed partial class WorkerProcess
{
    /// <summary>
    /// In a process that was started as a worker: works, and ends the process; otherwise does nothing. Python's
    /// <c>freeze_support()</c>. Needed first thing in <c>Main</c> by programs that are a single file or bring their own runtime
    /// and in which startup hooks are off (<c>StartupHookSupport</c>); it harms none.
    /// </summary>
    public static void RunIfWorker()
    {
        OwnExecutable.HasOwnEntry = true;
        if (OwnExecutable.IsMeantAsWorker)
        {
            WorkerMain.RunAndExit();
        }
    }
}
