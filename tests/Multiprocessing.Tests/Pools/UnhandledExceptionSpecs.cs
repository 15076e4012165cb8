using System.Runtime.CompilerServices;
using Multiprocessing.Platform;
using Multiprocessing.Tests.Windows;
using Xunit;

namespace Multiprocessing.Tests.Pools;

/// <summary>An exception in a worker that is thrown outside the function's own call, and that nobody catches.</summary>
[Collection(CapturedConsole.Collection)]
public class UnhandledExceptionSpecs
{
    private static readonly string[] s_places =
    [
        "thread",
        "work item",
        "timer",
        "async void",
        "async void, at once",
        "finalizer",
        "continuation",
    ];

    [Fact(Timeout = 120_000)]
    public async Task It_is_the_inner_exception_wherever_it_was_thrown()
    {
        using var console = new CapturedConsole(); // a crashing runtime says very much
        await using var pool = new ProcessPool(1);
        foreach (string place in s_places)
        {
            var e = Assert.Throws<WorkerDiedException>(() =>
                pool.Run(() => ThrowAndStay(place, new InvalidOperationException("boom")))
            );
            var inner = Assert.IsType<InvalidOperationException>(e.InnerException);
            Assert.Equal("boom", inner.Message);
            Assert.Contains(nameof(Throw), inner.StackTrace, StringComparison.Ordinal);
            Assert.Contains(
                "nobody caught it: System.InvalidOperationException: boom",
                e.Message,
                StringComparison.Ordinal
            );
            Assert.DoesNotContain("stack overflow", e.Message, StringComparison.Ordinal);
            Assert.Equal(OperatingSystem.IsWindows() ? WindowsExitCode.Unhandled : -6, e.ExitCode);
        }

        Assert.Equal(7, pool.Run(() => 7));
    }

    [Fact(Timeout = 120_000)]
    public async Task It_is_told_by_every_kind_of_call()
    {
        using var console = new CapturedConsole();
        await using var pool = new ProcessPool(1);
        Func<int, int> bad = _ =>
        {
            ThrowAndStay("thread", new InvalidOperationException("boom"));
            return 1;
        };
        List<Exception?> told =
        [
            Record.Exception(() => pool.Map(bad, [1])),
            Record.Exception(() => pool.Stream(bad, [1]).ToList()),
            Record.Exception(() =>
                pool.ForEach(
                    n =>
                    {
                        bad(n);
                    },
                    [1]
                )
            ),
            Record.Exception(() => pool.MapReduce(bad, (a, b) => a + b, [1])),
            pool.MapOutcomes(bad, [1])[0].Exception,
            await Record.ExceptionAsync(() => WorkerProcess.RunAsync(() => bad(1))),
        ];
        await using var initialised = new ProcessPool(
            new PoolOptions
            {
                Workers = 1,
                Initializer = () => ThrowAndStay("thread", new InvalidOperationException("boom")),
            }
        );
        told.Add(Record.Exception(() => initialised.Run(() => 1)));
        Assert.All(
            told,
            error =>
                Assert.Equal(
                    "boom",
                    Assert.IsType<WorkerDiedException>(error).InnerException?.Message
                )
        );
    }

    [Fact(Timeout = 120_000)]
    public async Task An_exception_that_cannot_travel_is_told_by_name_and_message()
    {
        using var console = new CapturedConsole();
        await using var pool = new ProcessPool(1);
        var e = Assert.Throws<WorkerDiedException>(() =>
            pool.Run(() => ThrowAndStay("thread", new HomelyException()))
        );
        var inner = Assert.IsType<RemoteException>(e.InnerException);
        Assert.Equal(typeof(HomelyException).FullName, inner.TypeName);
        Assert.EndsWith(
            $"nobody caught it: {typeof(HomelyException).FullName}: homely",
            e.Message,
            StringComparison.Ordinal
        );
    }

    [Fact(Timeout = 120_000)]
    public async Task Of_many_at_the_same_time_one_is_told()
    {
        using var console = new CapturedConsole();
        await using var pool = new ProcessPool(2);
        for (int i = 0; i < 5; i++)
        {
            Outcome<int>[] outcomes = pool.MapOutcomes(
                n =>
                {
                    for (int i = 0; i < 30; i++)
                    {
                        new Thread(() => Throw(new InvalidOperationException("boom"))).Start();
                    }

                    Thread.Sleep(Timeout.Infinite);
                    return n;
                },
                [1, 2],
                new MapOptions { ChunkSize = 1 }
            );
            Assert.All(
                outcomes,
                outcome =>
                    Assert.Equal(
                        "boom",
                        Assert
                            .IsType<WorkerDiedException>(outcome.Exception)
                            .InnerException?.Message
                    )
            );
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task An_item_whose_worker_died_of_one_may_be_tried_again()
    {
        using var console = new CapturedConsole();
        using var counter = new SharedValue<int>();
        await using var pool = new ProcessPool(1);
        int[] results = pool.Map(
            n =>
            {
                if (counter.Increment() == 1)
                {
                    ThrowAndStay("thread", new InvalidOperationException("boom"));
                }

                return n;
            },
            [3],
            options: new MapOptions { Retries = 1 }
        );
        Assert.Equal([3], results);
    }

    [Fact(Timeout = 120_000)]
    public async Task What_FailFast_is_called_with_is_told()
    {
        using var console = new CapturedConsole();
        await using var pool = new ProcessPool(1);
        var failFast = Assert.Throws<WorkerDiedException>(() =>
            pool.Run(() => Environment.FailFast("the disk is gone\nfor good"))
        );
        Assert.EndsWith(
            "It called Environment.FailFast: the disk is gone\nfor good",
            failFast.Message,
            StringComparison.Ordinal
        );
        Assert.Null(failFast.InnerException);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_stack_overflow_is_called_one()
    {
        Assert.SkipWhen(Wine.IsHere, Wine.NoStackOverflow);
        using var console = new CapturedConsole();
        await using var pool = new ProcessPool(1);
        var overflow = Assert.Throws<WorkerDiedException>(() => pool.Run(() => Overflow(1)));
        Assert.Contains("stack overflow", overflow.Message, StringComparison.Ordinal);
        Assert.Null(overflow.InnerException);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw(Exception error) => throw error;

    private static void ThrowAndStay(string place, Exception error)
    {
        switch (place)
        {
            case "thread":
                new Thread(() => Throw(error)).Start();
                break;
            case "work item":
                ThreadPool.QueueUserWorkItem(_ => Throw(error));
                break;
            case "timer":
                var timer = new Timer(_ => Throw(error));
                timer.Change(0, Timeout.Infinite);
                break;
            case "async void":
                AfterAwait(error);
                break;
            case "async void, at once":
                AtOnce(error);
                break;
            case "finalizer":
                Drop(error);
                GC.Collect();
                break;
            case "continuation":
                _ = Task.Delay(1).ContinueWith(_ => AtOnce(error), TaskScheduler.Default);
                break;
        }

        Thread.Sleep(Timeout.Infinite);
    }

    private static async void AfterAwait(Exception error)
    {
        await Task.Delay(1);
        Throw(error);
    }

#pragma warning disable CS1998 // async without await: that is the case
    private static async void AtOnce(Exception error) => Throw(error);
#pragma warning restore CS1998

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Drop(Exception error) => _ = new Dropped(error);

    private static int Overflow(int n) => Overflow(n + 1) + n;

    private sealed class Dropped(Exception error)
    {
        ~Dropped() => Throw(error);
    }

    private sealed class HomelyException : Exception
    {
        public HomelyException()
            : base("homely") { }

        public Thread Home { get; } = Thread.CurrentThread;
    }
}
