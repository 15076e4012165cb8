using System.Diagnostics;

namespace Multiprocessing.Platform;

/// <summary>How a process ended: what its exit code says, in numbers and in words.</summary>
/// <param name="isWindows">Whether it is one of Windows, which knows no signals.</param>
internal sealed class ExitCodes(bool isWindows)
{
    private const int SignalBase = 128;
    private const int MostSignals = 64;
    private const int Abort = 6;
    private const int Kill = 9;
    private const int Termination = 15;

    /// <summary>Those of this system.</summary>
    public static ExitCodes Here { get; } = new(OperatingSystem.IsWindows());

    /// <summary>Of a process that was ended by <see cref="Process.Kill()"/>.</summary>
    public int Killed => isWindows ? WindowsExitCode.Killed : -Kill;

    /// <summary>
    /// The exit code as Python gives it: minus the signal's number after a signal. .NET reports 128 + signal in both cases,
    /// so a worker that ends by itself says so beforehand.
    /// </summary>
    /// <param name="code">What <see cref="Process.ExitCode"/> says.</param>
    /// <param name="announced">The code the worker announced; null when it could not.</param>
    public int Read(int code, int? announced)
    {
        bool signalled =
            !isWindows
            && code is > SignalBase and <= SignalBase + MostSignals
            && !IsHarmless(code - SignalBase);
        // Who listens to SIGTERM and answers it by an orderly exit, as programs do with 143, announces that too.
        return signalled && (announced is null || code == SignalBase + Termination)
            ? SignalBase - code
            : code;
    }

    /// <summary>Whether somebody ended a process with that code, this process or another.</summary>
    /// <param name="code">What <see cref="Read"/> gave.</param>
    /// <param name="announced">The code the worker announced; null when it could not.</param>
    public bool IsKilled(int code, int? announced) =>
        isWindows ? announced is null && WindowsExitCode.IsFromOutside(code) : code == -Kill;

    /// <summary>Whether a process with that code was ended by its own runtime, as <see cref="Environment.FailFast(string)"/> does.</summary>
    /// <param name="code">What <see cref="Read"/> gave.</param>
    public bool IsAbort(int code) =>
        isWindows
            ? code is WindowsExitCode.FailFast or WindowsExitCode.FailFastOfSystem
            : code == -Abort;

    /// <summary>How it ended, to follow the process's name.</summary>
    /// <param name="code">What <see cref="Read"/> gave.</param>
    /// <param name="isKilled">What <see cref="IsKilled"/> says, where that is known.</param>
    /// <param name="isTold">Whether the process itself has said why, so that a guess would add nothing.</param>
    public string Tell(int code, bool isKilled = false, bool isTold = false)
    {
        if (!isWindows)
        {
            return code < 0
                ? $"was ended by signal {-code}{SignalName(-code, isTold)}"
                : $"ended with exit code {code}";
        }

        string? meaning = isTold ? null : WindowsExitCode.Meaning(code);
        string number = WindowsExitCode.Number(code) + (meaning is null ? "" : $" ({meaning})");
        return isKilled
            ? $"was ended from outside, with exit code {number}"
            : $"ended with exit code {number}";
    }

    /// <summary>Why a process that ended so never became a worker, as far as the code tells.</summary>
    /// <param name="code">What <see cref="Read"/> gave.</param>
    /// <param name="isKilled">What <see cref="IsKilled"/> says.</param>
    public string Cause(int code, bool isKilled)
    {
        if (!isWindows && code < 0)
        {
            return "It was killed, or crashed because the system granted it no memory, process or thread (ulimit -u; docker run --memory, --pids-limit).";
        }

        if (isWindows && isKilled)
        {
            return "It was killed, or its console was closed.";
        }

        return isWindows && WindowsExitCode.IsCrash(code)
            ? "It crashed, perhaps because the system granted it no memory or no thread."
            : "What it wrote to standard error says why.";
    }

    /// <summary>
    /// Signals that stop a process or go unnoticed, on Linux as on macOS, and so end none. The codes that would mean them are some
    /// by which .NET's host says that it cannot start a program: 150 where the runtime is missing.
    /// </summary>
    private static bool IsHarmless(int signal) => signal is (>= 17 and <= 23) or 28;

    private static string SignalName(int signal, bool isTold) =>
        signal switch
        {
            2 => " (SIGINT)",
            Abort when isTold => " (SIGABRT)",
            Abort => " (SIGABRT: a crash of the runtime such as a stack overflow)",
            Kill => " (SIGKILL: killed from outside, by a program or for lack of memory)",
            11 => " (SIGSEGV: a crash in native code)",
            Termination => " (SIGTERM)",
            _ => "",
        };
}
