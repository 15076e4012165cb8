using System.Diagnostics;
using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks.Works;

/// <summary>The Lab's command as its users start it, built beside this program in the same configuration.</summary>
internal static class LabProgram
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);
    private static readonly string s_file = Path.Combine(
        ThisProgram.Repository,
        "artifacts",
        "bin",
        "Multiprocessing.Lab",
        Path.GetFileName(ThisProgram.Folder),
        "mplab.dll"
    );

    /// <summary>Runs it to its end and shows each line of its output as it comes, with the seconds since it was started.</summary>
    /// <exception cref="InvalidOperationException">It failed, or was not done after two minutes and was ended.</exception>
    public static void Run(string[] arguments, Action<string, double> line)
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(
            new ProcessStartInfo(ThisProgram.DotNet, ["exec", s_file, .. arguments])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        using var limit = new Timer(
            _ => process.Kill(entireProcessTree: true),
            null,
            s_limit,
            Timeout.InfiniteTimeSpan
        );
        while (process.StandardOutput.ReadLine() is { } text)
        {
            line(text, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"mplab {string.Join(' ', arguments)} ended with exit code {process.ExitCode}."
            );
        }
    }
}
