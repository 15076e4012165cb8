using System.Globalization;
using Multiprocessing.Platform;

namespace Multiprocessing.Lab.Execution;

/// <summary>The session's process is gone; the message says how it ended.</summary>
internal sealed class SessionEndedException(int exitCode)
    : Exception($"The session ended with {Describe(exitCode, OperatingSystem.IsWindows())}.")
{
    internal static string Describe(int exitCode, bool isWindows) =>
        isWindows ? DescribeOfWindows(exitCode) : DescribeOfUnix(exitCode);

    private static string DescribeOfWindows(int exitCode)
    {
        var meaning =
            exitCode == WindowsExitCode.Killed ? "killed" : WindowsExitCode.Meaning(exitCode);
        return $"exit code {WindowsExitCode.Number(exitCode)}"
            + (meaning is null ? "" : $" ({meaning})");
    }

    private static string DescribeOfUnix(int exitCode)
    {
        // A shell's convention, which .NET follows: a process ended by signal n has code 128 + n.
        var signal = exitCode - 128;
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
