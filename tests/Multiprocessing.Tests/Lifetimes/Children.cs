using System.Diagnostics;
using System.Globalization;
using Multiprocessing.Tests.Pools;
using Xunit;

namespace Multiprocessing.Tests.Lifetimes;

/// <summary>A child and a grandchild, neither of which ends by itself or minds being asked to.</summary>
internal static class Children
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    public static void StartAndStay(string folder, params string[] prefix)
    {
        Start(folder, prefix);
        Thread.Sleep(Timeout.Infinite);
    }

    public static void Start(string folder, params string[] prefix)
    {
        if (OperatingSystem.IsWindows())
        {
            StartOnWindows(folder);
            return;
        }

        string[] command =
        [
            .. prefix,
            "sh",
            "-c",
            $"trap '' TERM HUP INT; sleep 600 & echo $$ $! > {folder}/ids.new; mv {folder}/ids.new {folder}/ids; wait",
        ];
        using Process child = Process.Start(command[0], command[1..]);
        // A worker that ends at once would end them before they have said who they are.
        SpinWait.SpinUntil(() => File.Exists(Path.Combine(folder, "ids")), s_patience);
    }

    /// <summary>A child alone, as the shell there starts none that stays when it has ended.</summary>
    private static void StartOnWindows(string folder)
    {
        using Process child = Process.Start(
            new ProcessStartInfo("ping", ["-n", "600", "127.0.0.1"])
            {
                RedirectStandardOutput = true,
            }
        )!;
        string ids = Path.Combine(folder, "ids");
        File.WriteAllText(ids + ".new", $"{child.Id}");
        File.Move(ids + ".new", ids);
    }

    /// <summary>In a worker, which ends in one of several ways.</summary>
    public static void StartAndEnd(string how, string path)
    {
        Rendezvous.Announce(path, "worker");
        Start(path);
        switch (how)
        {
            case "crashed":
                Environment.FailFast(null);
                break;
            case "exited":
                Environment.Exit(3);
                break;
            case "too large":
                byte[] much = new byte[500_000_000];
                much.AsSpan().Fill(1);
                break;
        }

        Thread.Sleep(Timeout.Infinite);
    }

    public static async Task<int[]> Of(string folder)
    {
        string file = Path.Combine(folder, "ids");
        Assert.True(await Harness.Eventually(() => File.Exists(file), s_patience));
        string ids = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        return [.. ids.Split(' ').Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
    }

    public static void Kill(params int[] processes)
    {
        foreach (int id in processes)
        {
            try
            {
                using Process process = Process.GetProcessById(id);
                process.Kill();
            }
            catch (ArgumentException)
            {
                // It has ended meanwhile.
            }
        }
    }

    public static async Task Signal(string signal, params int[] processes)
    {
        using Process kill = Process.Start(
            "kill",
            [$"-{signal}", .. processes.Select(id => $"{id}")]
        );
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public static async Task End(int[] processes)
    {
        bool ended = await Harness.Eventually(() => !processes.Any(Harness.IsRunning), s_limit);
        if (!ended)
        {
            Kill(processes);
        }

        Assert.True(ended, "they outlive the worker");
    }

    public static async Task Stay(int[] processes)
    {
        // Long enough to see one that is about to be ended.
        await Task.Delay(500, TestContext.Current.CancellationToken);
        bool run = processes.All(Harness.IsRunning);
        Kill(processes);
        Assert.True(run, "they were ended");
    }
}
