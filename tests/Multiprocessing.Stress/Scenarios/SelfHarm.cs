using System.Runtime.InteropServices;
using Multiprocessing.Stress.Running;

namespace Multiprocessing.Stress.Scenarios;

/// <summary>What a function can do to its own worker: the stated exception or all of its output, never a hang.</summary>
internal static partial class SelfHarm
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    /// <summary>How a worker ends itself, and what its caller must be told: an exit code.</summary>
    public static IReadOnlyDictionary<string, (Action Harm, int ExitCode)> Endings { get; } =
        new Dictionary<string, (Action, int)>
        {
            ["Environment.Exit(3)"] = (() => Environment.Exit(3), 3),
            ["stack overflow"] = (() => Overflow(1), -6),
            ["Environment.FailFast"] = (() => Environment.FailFast("on purpose"), -6),
            ["an exception on a background thread"] = (ThrowOnThread, -6),
            ["a crash in native code"] = (() => _ = strlen(1), -11),
            ["SIGTERM"] = (() => Raise(15), -15),
        };

    /// <summary>The worker dies in each of the ways, in the middle of a map.</summary>
    public static async Task<string> EndsItselfAsync(int times)
    {
        for (int i = 0; i < times; i++)
        {
            foreach (string how in Endings.Keys)
            {
                await EndsAsync(how).WaitAsync(s_limit).ConfigureAwait(false);
            }
        }

        return $"{times} times each: {string.Join(", ", Endings.Keys)}: told with exit code and item";
    }

    public static async Task EndsAsync(string how)
    {
        await using var pool = new ProcessPool(2);
        WorkerDiedException e = await Check
            .ThrowsAsync<WorkerDiedException>(
                () => pool.MapAsync(n => Harm(n == 4 ? how : null, n), Enumerable.Range(0, 8), 4),
                how
            )
            .ConfigureAwait(false);
        Check.Same((Endings[how].ExitCode, 4), (e.ExitCode, e.ItemIndex), how);
        Check.Same(7, pool.Run(() => 7), $"the pool after {how}");
    }

    /// <summary>The worker uses up the memory it may have: that exception is the caller's, and the worker goes on.</summary>
    public static async Task<string> RunsOutOfMemoryAsync(int times)
    {
        Environment.SetEnvironmentVariable("DOTNET_GCHeapHardLimit", "0x8000000"); // 128 MB, for the workers
        await using var pool = new ProcessPool(1);
        for (int i = 0; i < times; i++)
        {
            await Check
                .ThrowsAsync<OutOfMemoryException>(
                    () => pool.MapAsync(n => Fill(n), Enumerable.Range(0, 3), 1).WaitAsync(s_limit),
                    "filling the memory"
                )
                .ConfigureAwait(false);
            Check.Same(7, pool.Run(() => 7), "the pool after lack of memory");
        }

        return $"{times} times OutOfMemoryException in the caller, pool usable";
    }

    /// <summary>Standard input, output and error are closed under the worker's feet: results still arrive.</summary>
    public static async Task<string> ClosesDescriptorsAsync(int times)
    {
        for (int i = 0; i < times; i++)
        {
            await using var pool = new ProcessPool(1);
            int[] results = await pool.MapAsync(CloseAndPrint, Enumerable.Range(0, 6), 2)
                .WaitAsync(s_limit)
                .ConfigureAwait(false);
            Check.That(results.SequenceEqual(Enumerable.Range(0, 6)), "wrong results");
            using var process = WorkerProcess.StartNew(() => CloseAndPrint(3));
            Check.That(process.Join(s_limit), "a process without descriptors does not end");
            Check.Same(0, process.ExitCode, "the exit code of a process without descriptors");
        }

        return $"{times} pools and processes without descriptors 0 to 2: results right, exit code 0";
    }

    private static int CloseAndPrint(int n)
    {
        for (int descriptor = 0; descriptor <= 2; descriptor++)
        {
            _ = close(descriptor);
        }

        Console.WriteLine("nobody hears this");
        Console.Error.WriteLine("nor this");
        return n;
    }

    private static int Harm(string? how, int n)
    {
        if (how is not null)
        {
            Endings[how].Harm();
            Thread.Sleep(Timeout.Infinite); // what ends the process may be another thread's
        }

        return n;
    }

    private static int Overflow(int n) => Overflow(n + 1) + n;

    private static void ThrowOnThread() =>
        new Thread(() => throw new InvalidOperationException("on a thread of its own")).Start();

    private static int Fill(int n)
    {
        var held = new List<byte[]>();
        while (true)
        {
            held.Add(new byte[1_000_000 + n]);
        }
    }

    private static void Raise(int signal) => _ = kill(Environment.ProcessId, signal);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int close(int descriptor);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nuint strlen(nint text);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int kill(int process, int signal);
}
