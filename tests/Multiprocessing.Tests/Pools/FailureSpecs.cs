using System.Diagnostics;
using System.Globalization;
using Multiprocessing.Platform;
using Xunit;

namespace Multiprocessing.Tests.Pools;

public class FailureSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task What_an_item_throws_is_thrown_here_as_the_same_exception_with_the_workers_story()
    {
        await using var pool = new ProcessPool(2);
        var e = Assert.Throws<FormatException>(() =>
            pool.Map(int.Parse, ["1", "2", "three", "4"], chunkSize: 1)
        );
        Assert.Contains("three", e.Message, StringComparison.Ordinal);
        string story = e.ToString();
        Assert.Contains("item 2", story, StringComparison.Ordinal);
        Assert.Contains("worker process ", story, StringComparison.Ordinal);
        Assert.Contains("Int32.Parse", story, StringComparison.Ordinal);
        Assert.DoesNotContain("MapWork", story, StringComparison.Ordinal);
        Assert.Equal([1, 2], pool.Map(int.Parse, ["1", "2"]));
    }

    [Fact(Timeout = 60_000)]
    public async Task Items_not_begun_do_not_run_after_the_first_failure()
    {
        using var folder = new Rendezvous();
        string path = folder.Folder;
        await using var pool = new ProcessPool(1);
        Assert.Throws<InvalidOperationException>(() =>
            pool.Map(
                n =>
                {
                    File.WriteAllText(Path.Combine(path, $"{n}"), "");
                    return n == 3 ? throw new InvalidOperationException("third") : n;
                },
                Enumerable.Range(0, 1000),
                chunkSize: 2
            )
        );
        pool.Run(() => 0); // the same single worker: whatever it still had to do is done
        Assert.Equal(4, Directory.GetFiles(path).Length);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_killed_worker_fails_the_call_within_a_second_and_is_replaced()
    {
        await using var pool = new ProcessPool(2);
        using var rendezvous = new Rendezvous();
        string path = Path.Combine(rendezvous.Folder, "victim");
        Task<int[]> map = pool.MapAsync(
            n =>
            {
                if (n == 5)
                {
                    File.WriteAllText(path + ".new", $"{Environment.ProcessId}");
                    File.Move(path + ".new", path);
                    Thread.Sleep(60_000);
                }

                return n;
            },
            Enumerable.Range(0, 8),
            chunkSize: 3
        );
        Assert.True(await Harness.Eventually(() => File.Exists(path), TimeSpan.FromSeconds(20)));
        int victim = int.Parse(File.ReadAllText(path), CultureInfo.InvariantCulture);
        var watch = Stopwatch.StartNew();
        using (Process process = Process.GetProcessById(victim))
        {
            process.Kill();
        }

        var e = await Assert.ThrowsAsync<WorkerDiedException>(() => map);
        Assert.True(watch.ElapsedMilliseconds < 1000, $"{watch.ElapsedMilliseconds} ms");
        Assert.Equal((victim, ExitCodes.Here.Killed, 5), (e.ProcessId, e.ExitCode, e.ItemIndex));
        int[] ids = pool.Map(n => Environment.ProcessId, Enumerable.Range(0, 20), chunkSize: 1);
        Assert.DoesNotContain(victim, ids);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_killed_while_it_has_nothing_to_do_disturbs_no_call()
    {
        await using var pool = new ProcessPool(1);
        int first = pool.Run(() => Environment.ProcessId);
        using (Process process = Process.GetProcessById(first))
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        Assert.NotEqual(first, pool.Run(() => Environment.ProcessId));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_result_that_cannot_travel_says_so_and_the_pool_goes_on()
    {
        await using var pool = new ProcessPool(1);
        var e = Assert.Throws<NotSerializableException>(() =>
            pool.Run<object>(() => Thread.CurrentThread)
        );
        Assert.Contains("Thread", e.Message, StringComparison.Ordinal);
        Assert.Equal(1, pool.Run(() => 1));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_cannot_travel_is_named_by_its_variable_before_anything_runs()
    {
        await using var pool = new ProcessPool(1);
        using var client = new System.Net.Sockets.Socket(
            System.Net.Sockets.SocketType.Stream,
            System.Net.Sockets.ProtocolType.Tcp
        );
        var e = Assert.Throws<NotSerializableException>(() => pool.Run(() => client.Available));
        Assert.Contains("client", e.Message, StringComparison.Ordinal);
        Assert.Contains("Socket", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<NotSerializableException>(() =>
            pool.Map(o => 1, new object[] { 1, client })
        );
        Assert.Contains("item 1", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<NotSerializableException>(() => pool.Run(() => pool.WorkerCount));
        Assert.Contains("pool", e.Message, StringComparison.Ordinal);
        Assert.Equal(1, pool.Run(() => 1));
    }
}
