using System.Diagnostics;
using Multiprocessing.Links;

namespace Multiprocessing;

/// <content>What makes sense.</content>
public sealed partial record PoolOptions
{
    // No system has room for so many processes, and more would only cost memory here.
    private const int MostWorkers = ushort.MaxValue;

    // The runtime passes over a larger number without a word.
    private const int MostThreads = ushort.MaxValue;

    private const string Remedy =
        "Give what is large to the workers in a file, or let their functions capture it.";

    // More than that no timer of .NET can wait.
    private static readonly TimeSpan s_longestTime = TimeSpan.FromDays(49);

    /// <summary>These options, if they make sense.</summary>
    /// <exception cref="ArgumentException">One does not.</exception>
    /// <exception cref="PlatformNotSupportedException">This operating system cannot do what one asks for.</exception>
    internal PoolOptions Checked()
    {
        Between(
            1,
            MostWorkers,
            Workers,
            "workers",
            $"Workers is {Workers}: a pool needs at least 1 worker, and can have {MostWorkers} at most."
        );
        AtLeast(
            1,
            MaxTasksPerChild,
            nameof(MaxTasksPerChild),
            "A worker runs at least 1 item; leave MaxTasksPerChild null for no limit."
        );
        Between(
            1,
            MostThreads,
            ThreadsPerWorker,
            nameof(ThreadsPerWorker),
            $"ThreadsPerWorker is {ThreadsPerWorker}: a worker has at least 1 thread and at most {MostThreads}; leave it null for a fair share of the cores."
        );
        AtLeast(
            1,
            MemoryLimit,
            nameof(MemoryLimit),
            "MemoryLimit is a number of bytes greater than 0; leave it null for no limit."
        );
        AtLeast(
            1,
            GCHeapCount,
            nameof(GCHeapCount),
            "A collector has at least 1 heap; leave GCHeapCount null for one a thread."
        );
        if (GCHeapCount is not null && !ServerGC)
        {
            throw new ArgumentException(
                "GCHeapCount is the number of heaps of the collector for servers: set ServerGC, too.",
                nameof(GCHeapCount)
            );
        }

        CheckTime(IdleTimeout, nameof(IdleTimeout), "to keep idle workers for ever");
        CheckTime(StartTimeout, nameof(StartTimeout), "for no limit");
        if (Priority is { } priority && !Enum.IsDefined(priority))
        {
            throw new ArgumentOutOfRangeException(
                nameof(Priority),
                priority,
                $"Priority is {priority}, which is none of {string.Join(", ", Enum.GetNames<ProcessPriorityClass>())}."
            );
        }

        WorkerSetup.CheckName(Name, nameof(Name));
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
        if (EnvironmentVariables is not { } variables)
        {
            return;
        }

        foreach ((string name, string? value) in variables)
        {
            if (name.Length == 0 || name.AsSpan().ContainsAny('=', '\0'))
            {
                throw new ArgumentException(
                    $"EnvironmentVariables has '{name.Replace("\0", "\\0", StringComparison.Ordinal)}', which cannot be a variable's name: it must not be empty nor contain '=' or a NUL character.",
                    nameof(EnvironmentVariables)
                );
            }

            if (value?.Contains('\0') == true)
            {
                throw new ArgumentException(
                    $"EnvironmentVariables has a value for '{name}' with a NUL character, at which it would end.",
                    nameof(EnvironmentVariables)
                );
            }

            if (
                Platform.EnvironmentSize.Of(name, value) is var size
                && size > Platform.EnvironmentSize.MostEach
            )
            {
                throw new ArgumentException(
                    $"EnvironmentVariables has a value for '{name}' that is too long: with its name it takes {size}, where this system allows {Platform.EnvironmentSize.MostEach}. "
                        + Remedy,
                    nameof(EnvironmentVariables)
                );
            }
        }

        if (
            Platform.EnvironmentSize.With(variables) is var total
            && total > Platform.EnvironmentSize.MostTotal
        )
        {
            throw new ArgumentException(
                $"EnvironmentVariables are too large: with those of this process they take {total} bytes, where this system allows {Platform.EnvironmentSize.MostTotal}. "
                    + Remedy,
                nameof(EnvironmentVariables)
            );
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

    private static void Between(long least, long most, long? value, string name, string message)
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(name, value, message);
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
