using System.Diagnostics;
using System.Globalization;
using System.Text;
using Multiprocessing.Stress.Running;
using Multiprocessing.Tests.Windows;
using Xunit;

namespace Multiprocessing.Tests.Pools;

/// <summary>What a pool must withstand from its surroundings and from unusual functions.</summary>
[Collection(CapturedConsole.Collection)]
public class HostilitySpecs
{
    [Fact(Timeout = 60_000)]
    public async Task A_chunk_that_no_worker_can_receive_fails_its_call_and_no_other()
    {
        using var console = new CapturedConsole();
        await using WorkerProcess parent = WorkerProcess.StartNew(() =>
        {
            Environment.SetEnvironmentVariable("DOTNET_GCHeapHardLimit", "0x3000000"); // 48 MB, for the workers
            using var pool = new ProcessPool(1);
            pool.Run(() => 1);
            try
            {
                pool.Map(b => b.Length, new[] { new byte[100_000_000] });
            }
            catch (WorkerDiedException)
            {
                Environment.Exit(pool.Run(() => 5));
            }
        });
        await parent.JoinAsync(TestContext.Current.CancellationToken);
        Assert.Equal(5, parent.ExitCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_console_that_refuses_text_harms_nobody()
    {
        TextWriter before = Console.Out;
        Console.SetOut(new RefusingWriter());
        try
        {
            await using var pool = new ProcessPool(1);
            Assert.Equal(
                2,
                pool.Run(() =>
                {
                    Console.WriteLine("hello");
                    return 2;
                })
            );
        }
        finally
        {
            Console.SetOut(before);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_token_callback_that_throws_costs_no_worker()
    {
        using var console = new CapturedConsole();
        using var source = new CancellationTokenSource();
        CancellationToken token = source.Token;
        using var folder = new Rendezvous();
        string ready = Path.Combine(folder.Folder, "ready");
        await using var pool = new ProcessPool(1);
        Task<int> call = pool.RunAsync(() =>
        {
            token.Register(() => throw new InvalidOperationException("in the callback"));
            File.WriteAllText(ready, "");
            token.WaitHandle.WaitOne();
            Thread.Sleep(100);
            return Environment.ProcessId;
        });
        Assert.True(await Harness.Eventually(() => File.Exists(ready), TimeSpan.FromSeconds(20)));
        await source.CancelAsync();
        int id = await call;
        Assert.Equal(id, pool.Run(() => Environment.ProcessId));
        Assert.Contains("in the callback", console.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_that_is_stopped_keeps_neither_Cancel_nor_Dispose_waiting()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends SIGSTOP");
        using var source = new CancellationTokenSource();
        var pool = new ProcessPool(1);
        int id = pool.Run(() => Environment.ProcessId);
        using (Process stop = Process.Start("kill", $"-STOP {id}"))
        {
            await stop.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Task call = Task.Run(() =>
            pool.MapAsync(b => b.Length, new[] { new byte[50_000_000] }, null, source.Token)
        );
        await Task.Delay(100, TestContext.Current.CancellationToken);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await pool.DisposeAsync();
        Assert.False(Harness.IsRunning(id));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_pool_in_a_static_field_does_not_start_workers_in_workers()
    {
        await using WorkerProcess parent = WorkerProcess.StartNew(() =>
        {
            using var pool = new ProcessPool(1);
            Environment.Exit(pool.Run(() => StaticPool.Table[1] + Machine.Children().Length));
        });
        await parent.JoinAsync(TestContext.Current.CancellationToken);
        Assert.Equal(4, parent.ExitCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task Handles_are_given_back_when_pools_and_processes_end()
    {
        await using WorkerProcess parent = WorkerProcess.StartNew(() =>
        {
            Use();
            int before = Machine.Handles();
            for (int i = 0; i < 10; i++)
            {
                Use();
            }

            // The last output threads end in their own time.
            bool back = SpinWait.SpinUntil(
                () => Machine.Handles() <= before + 3,
                TimeSpan.FromSeconds(20)
            );
            Environment.Exit(back ? 0 : 9);

            static void Use()
            {
                using (var pool = new ProcessPool(2))
                {
                    pool.Run(() => 1);
                }

                WorkerProcess.StartNew(() => { }).Join();
            }
        });
        await parent.JoinAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, parent.ExitCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task Unusual_functions_travel_or_are_refused_in_words()
    {
        await using var pool = new ProcessPool(1);
        Assert.Equal([3], pool.Map(_ => Depth<int>(3), [0]));
        var e = Assert.Throws<NotSerializableException>(() =>
            pool.Map(new Derived().BaseCall(), [1])
        );
        Assert.Contains("base.Foo", e.Message, StringComparison.Ordinal);
        Assert.Equal([1001], pool.Map(new Derived().Foo, [1]));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_call_sees_its_items_as_they_were_when_it_was_made()
    {
        await using var pool = new ProcessPool(1);
        int[] items = [.. Enumerable.Range(1, 8)];
        Task<int[]> call = pool.MapAsync(
            n =>
            {
                Thread.Sleep(5);
                return n;
            },
            items,
            chunkSize: 1
        );
        Array.Clear(items);
        Assert.Equal(Enumerable.Range(1, 8), await call);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_culture_of_ones_own_and_no_asynclocal_of_others_is_there()
    {
        Assert.SkipWhen(Wine.IsHere, Wine.NoCultures);
        CultureInfo before = CultureInfo.CurrentCulture;
        var own = (CultureInfo)CultureInfo.GetCultureInfo("en-US").Clone();
        own.NumberFormat.NumberDecimalSeparator = "#";
        CultureInfo.CurrentCulture = own;
        try
        {
            await using var pool = new ProcessPool(1);
            Assert.Equal("1#5", pool.Run(() => $"{1.5}"));
            pool.Run(() => s_local.Value = 7);
            Assert.Equal(0, pool.Run(() => s_local.Value));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static readonly AsyncLocal<int> s_local = new();

    private static int Depth<T>(int n) => n == 0 ? 0 : 1 + Depth<List<T>>(n - 1);

    private static class StaticPool
    {
        public static readonly ProcessPool Pool = new(4);
        public static readonly int[] Table = [1, 4, 9];
    }

    private class Base
    {
        public virtual int Foo(int x) => x + 1;
    }

    private sealed class Derived : Base
    {
        public override int Foo(int x) => x + 1000;

        public Func<int, int> BaseCall() => base.Foo;
    }

    private sealed class RefusingWriter : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(string? value) =>
            throw new InvalidOperationException("no text, please");
    }
}
