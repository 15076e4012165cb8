using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.Logging;
using Multiprocessing.Platform;
using Xunit;

namespace Multiprocessing.Tests.Pools;

/// <summary>Code of the user that a pool calls may use that pool, and take its time.</summary>
[Collection(CapturedConsole.Collection)]
public class CallbackSpecs
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    [Fact(Timeout = 60_000)]
    public async Task A_logger_may_call_the_pool_of_which_it_is_told()
    {
        ProcessPool? pool = null;
        var nested = new List<int>();
        pool = new ProcessPool(
            new PoolOptions
            {
                Workers = 1,
                Logger = new Logger(_ => nested.Add(pool!.Run(() => 5))),
            }
        );
        Assert.Equal(7, pool.Run(() => 7));
        await Assert.ThrowsAsync<WorkerDiedException>(() =>
            pool.RunAsync(() => Environment.Exit(1))
        );
        Assert.Equal(8, pool.Run(() => 8));
        Assert.True(await Harness.Eventually(() => nested.Count >= 3, s_limit)); // up, died, up
        await pool.DisposeAsync();
        Assert.All(nested, five => Assert.Equal(5, five));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_logger_may_make_a_call_whose_worker_dies_too()
    {
        ProcessPool? pool = null;
        Exception? nested = null;
        bool isNested = false;
        pool = new ProcessPool(
            new PoolOptions
            {
                Workers = 1,
                Logger = new Logger(_ =>
                {
                    if (pool is not null && !isNested)
                    {
                        isNested = true;
                        nested = Record.Exception(() => pool.Run(() => Environment.Exit(3)));
                    }
                }),
            }
        );
        await Assert.ThrowsAsync<WorkerDiedException>(() =>
            pool.RunAsync(() => Environment.Exit(1))
        );
        Assert.True(await Harness.Eventually(() => nested is not null, s_limit));
        Assert.Equal(3, Assert.IsType<WorkerDiedException>(nested).ExitCode);
        Assert.Equal(7, pool.Run(() => 7));
        await pool.DisposeAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_logger_may_dispose_the_pool_of_which_it_is_told()
    {
        using var made = new ManualResetEventSlim();
        using var disposed = new ManualResetEventSlim();
        ProcessPool? pool = null;
        pool = new ProcessPool(
            new PoolOptions
            {
                Workers = 1,
                Logger = new Logger(_ =>
                {
                    made.Wait();
                    pool!.Dispose();
                    disposed.Set();
                }),
            }
        );
        made.Set();
        Assert.True(await Harness.Eventually(() => disposed.IsSet, s_limit));
        pool.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task What_shows_a_workers_output_may_call_the_pool()
    {
        await using var pool = new ProcessPool(1);
        var seen = new StringBuilder();
        using (
            new Writers(text =>
            {
                int five = pool.Run(() => 5);
                seen.Append(five).Append(':').Append(text);
            })
        )
        {
            pool.Map(
                n =>
                {
                    Console.WriteLine($"printed {n}");
                    return n;
                },
                [1, 2],
                chunkSize: 1
            );
        }

        Assert.Equal("5:printed 1\n5:printed 2\n", seen.ToString());
    }

    [Fact(Timeout = 60_000)]
    public async Task What_shows_a_workers_output_may_make_a_call_that_prints_too()
    {
        await using var pool = new ProcessPool(1);
        var seen = new StringBuilder();
        using (
            new Writers(text =>
            {
                seen.Append(text);
                if (text.StartsWith("printed", StringComparison.Ordinal))
                {
                    pool.Run(() => Console.WriteLine("from within"));
                }
            })
        )
        {
            pool.Run(() => Console.WriteLine("printed"));
            Assert.True(
                await Harness.Eventually(
                    () => seen.ToString() == "printed\nfrom within\n",
                    s_limit
                ),
                seen.ToString()
            );
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_console_that_is_slow_holds_up_no_other_call()
    {
        await using var pool = new ProcessPool(1);
        using var go = new ManualResetEventSlim();
        using var writing = new ManualResetEventSlim();
        Task printing;
        using (
            new Writers(_ =>
            {
                writing.Set();
                go.Wait();
            })
        )
        {
            printing = pool.RunAsync(() => Console.WriteLine("printed"));
            writing.Wait();
            Assert.Equal(7, pool.Run(() => 7));
            Assert.False(printing.IsCompleted);
            go.Set();
            await printing;
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_shows_output_may_dispose_what_printed_it(bool isProcess)
    {
        var pool = new ProcessPool(1);
        var process = new WorkerProcess(Print);
        using var started = new ManualResetEventSlim();
        bool disposed = false;
        using (
            new Writers(_ =>
            {
                started.Wait();
                (isProcess ? (IDisposable)process : pool).Dispose();
                disposed = true;
            })
        )
        {
            if (isProcess)
            {
                process.Start();
                started.Set();
                process.Join();
                Assert.Equal(ExitCodes.Here.Killed, process.ExitCode);
            }
            else
            {
                Task printing = pool.RunAsync(Print);
                started.Set();
                await Assert.ThrowsAsync<ObjectDisposedException>(() => printing);
            }

            await pool.DisposeAsync();
            await process.DisposeAsync();
            Assert.True(disposed);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_source_may_call_the_pool_and_give_up_its_own_stream()
    {
        await using var pool = new ProcessPool(1);
        Assert.Equal([5, 6], pool.Stream(n => n + 1, Computed(pool, 2)).ToArray());

        IEnumerator<int>? stream = null;
        using var read = new ManualResetEventSlim();
        using var left = new ManualResetEventSlim();
        IEnumerable<int> Leaving()
        {
            yield return 1;
            read.Wait();
            stream!.Dispose();
            left.Set();
            yield return 2;
        }

        stream = pool.Stream(n => n, Leaving()).GetEnumerator();
        Assert.True(stream.MoveNext());
        read.Set();
        Assert.True(await Harness.Eventually(() => left.IsSet, s_limit));
        Assert.Equal(7, pool.Run(() => 7));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_registered_on_a_token_may_call_the_pool_that_it_cancels()
    {
        await using var pool = new ProcessPool(1);
        using var cancelling = new CancellationTokenSource();
        CancellationToken token = cancelling.Token;
        int nested = 0;
        token.Register(() => nested = pool.Run(() => 5));
        Task<bool> waiting = pool.RunAsync(() => token.WaitHandle.WaitOne(), cancelling.Token);
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(5, nested);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            pool.RunAsync(() => 1, cancelling.Token)
        );
        Assert.True(pool.Run(() => token.IsCancellationRequested));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_listener_to_activities_may_call_the_pool_and_may_fail()
    {
        await using var pool = new ProcessPool(1);
        int nested = 0;
        bool isNested = false;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Multiprocessing",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
                ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (
                    !isNested && Equals(activity.GetTagItem("multiprocessing.pool.name"), pool.Name)
                )
                {
                    isNested = true;
                    nested += pool.Run(() => 5);
                    throw new InvalidOperationException("not today");
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        Assert.Equal([1, 2], pool.Map(n => n, [1, 2]));
        Assert.Equal(5, nested);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_listener_to_measurements_that_fails_costs_the_pool_nothing()
    {
        await using var pool = new ProcessPool(1);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Multiprocessing")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        int told = 0;
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => Fail(ref told));
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => Fail(ref told));
        listener.Start();
        Assert.Equal([1, 2], pool.Map(n => n, [1, 2]));
        Assert.NotEqual(0, told);
    }

    private static void Fail(ref int told)
    {
        told++;
        throw new InvalidOperationException("not today");
    }

    private static IEnumerable<int> Computed(ProcessPool pool, int count) =>
        Enumerable.Range(0, count).Select(i => pool.Run(() => 4) + i);

    private static void Print()
    {
        Console.WriteLine("printed");
        Thread.Sleep(Timeout.Infinite);
    }

    private sealed class Logger(Action<LogLevel> told) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => told(logLevel);
    }

    /// <summary>Puts a writer of the test's own in the console's place.</summary>
    private sealed class Writers : TextWriter
    {
        private readonly TextWriter _before = Console.Out;
        private readonly Action<string> _write;

        public Writers(Action<string> write)
        {
            _write = write;
            Console.SetOut(this);
        }

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => _write(value.ToString());

        public override void Write(string? value) => _write(value ?? "");

        protected override void Dispose(bool disposing)
        {
            Console.SetOut(_before);
            base.Dispose(disposing);
        }
    }
}
