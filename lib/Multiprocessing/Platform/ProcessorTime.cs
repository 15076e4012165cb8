using System.ComponentModel;
using System.Diagnostics;

namespace Multiprocessing.Platform;

/// <summary>The processor time that a process has used: it grows while the process is at work, and not while it is stopped.</summary>
internal static class ProcessorTime
{
    /// <summary>In ticks; 0 where it cannot be told.</summary>
    public static long Of(Process process)
    {
        try
        {
            return process.TotalProcessorTime.Ticks;
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or IOException)
        {
            return 0; // it has just ended
        }
    }
}
