using System.Diagnostics;

namespace Multiprocessing;

/// <content>What makes sense.</content>
public sealed partial record PoolOptions
{
    // More than that no timer of .NET can wait.
    private static readonly TimeSpan s_longestTime = TimeSpan.FromDays(49);

    /// <summary>These options, if they make sense.</summary>
    /// <exception cref="ArgumentException">One does not.</exception>
    /// <exception cref="PlatformNotSupportedException">This operating system cannot do what one asks for.</exception>
    internal PoolOptions Checked()
    {
        AtLeast(1, Workers, "workers", "A pool needs at least 1 worker.");
        AtLeast(
            1,
            MaxTasksPerChild,
            nameof(MaxTasksPerChild),
            "A worker runs at least 1 item; leave MaxTasksPerChild null for no limit."
        );
        AtLeast(
            1,
            ThreadsPerWorker,
            nameof(ThreadsPerWorker),
            "A worker has at least 1 thread; leave ThreadsPerWorker null for a fair share of the cores."
        );
        AtLeast(
            1,
            MemoryLimit,
            nameof(MemoryLimit),
            "MemoryLimit is a number of bytes greater than 0; leave it null for no limit."
        );
        CheckTime(IdleTimeout, nameof(IdleTimeout), "to keep idle workers for ever");
        CheckTime(StartTimeout, nameof(StartTimeout), "for no limit");
        CheckAffinity();
        CheckVariables();
        if (WorkingDirectory is { } folder && !Directory.Exists(folder))
        {
            throw new ArgumentException(
                $"WorkingDirectory '{folder}' does not exist. Make it before the pool.",
                nameof(WorkingDirectory)
            );
        }

        // As they are now: workers that start later must not see what becomes of the caller's own objects.
        return this with
        {
            CpuAffinity = CpuAffinity is null ? null : [.. CpuAffinity],
            EnvironmentVariables = EnvironmentVariables?.ToDictionary(),
            WorkingDirectory = WorkingDirectory is null ? null : Path.GetFullPath(WorkingDirectory),
        };
    }

    private static void CheckTime(TimeSpan time, string name, string forEver)
    {
        if ((time <= TimeSpan.Zero || time > s_longestTime) && time != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(
                name,
                time,
                $"{name} must be longer than nothing and at most {s_longestTime.Days} days, or Timeout.InfiniteTimeSpan {forEver}."
            );
        }
    }

    private void CheckVariables()
    {
        foreach (string name in EnvironmentVariables?.Keys ?? [])
        {
            if (name.Length == 0 || name.AsSpan().ContainsAny('=', '\0'))
            {
                throw new ArgumentException(
                    $"EnvironmentVariables has '{name}', which cannot be a variable's name: it must not be empty nor contain '='.",
                    nameof(EnvironmentVariables)
                );
            }
        }
    }

    private void CheckAffinity()
    {
        if (CpuAffinity is not { } cores)
        {
            return;
        }

        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException(
                "This operating system cannot bind processes to cores: leave CpuAffinity null."
            );
        }

        if (
            cores.Count == 0
            || cores.Any(core => core < 0 || core >= Platform.Scheduling.MostCores)
        )
        {
            throw new ArgumentException(
                $"CpuAffinity [{string.Join(", ", cores)}] must name cores by their numbers, from 0 to {Platform.Scheduling.MostCores - 1}, and at least one.",
                nameof(CpuAffinity)
            );
        }
    }

    private static void AtLeast(long least, long? value, string name, string message)
    {
        if (value < least)
        {
            throw new ArgumentOutOfRangeException(name, value, message);
        }
    }
}
