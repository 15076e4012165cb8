using System.Globalization;

namespace Multiprocessing.Lab.Execution;

/// <summary>The session's process is gone; the message says how it ended.</summary>
internal sealed class SessionEndedException(int exitCode)
    : Exception($"The session ended with {Describe(exitCode)}.")
{
    private static string Describe(int exitCode)
    {
        // A shell's convention, which .NET follows: a process ended by signal n has code 128 + n.
        var signal = OperatingSystem.IsWindows() ? 0 : exitCode - 128;
        var code = exitCode.ToString(CultureInfo.InvariantCulture);
        return signal switch
        {
            6 => $"signal 6 (SIGABRT: a stack overflow, FailFast or a crash in native code)",
            9 => "signal 9 (SIGKILL)",
            11 => "signal 11 (SIGSEGV: a crash in native code)",
            > 0 and < 32 => $"exit code {code} (signal {signal})",
            _ => $"exit code {code}",
        };
    }
}
