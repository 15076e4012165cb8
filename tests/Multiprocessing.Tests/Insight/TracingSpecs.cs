using System.Collections.Concurrent;
using System.Diagnostics;
using Xunit;

namespace Multiprocessing.Tests.Insight;

public sealed class TracingSpecs : IDisposable
{
    private readonly ConcurrentQueue<Activity> _stopped = new();
    private readonly ActivitySource _callers = new("the caller's " + Guid.NewGuid());
    private readonly ActivityListener _listener;
    private readonly Activity _caller;

    public TracingSpecs()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source =>
                source.Name == "Multiprocessing" || source.Name == _callers.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
                ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _stopped.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
        _caller = _callers.StartActivity("the caller's work")!;
    }

    // Specs that run at the same time make calls of their own.
    private Activity[] Calls =>
        [.. _stopped.Where(activity => activity.ParentSpanId == _caller.SpanId)];

    public void Dispose()
    {
        _caller.Dispose();
        _listener.Dispose();
        _callers.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_call_is_an_activity_below_the_callers_and_over_when_the_call_is()
    {
        Activity.Current = _caller;
        using var pool = new ProcessPool(new PoolOptions { Workers = 1, Name = "traced pool" });
        await pool.MapAsync(n => n, [1, 2, 3]);

        Activity call = Assert.Single(Calls);
        Assert.Equal("ProcessPool.Map", call.OperationName);
        Assert.Equal(_caller.TraceId, call.TraceId);
        Assert.Equal("traced pool", call.GetTagItem("multiprocessing.pool.name"));
        Assert.Equal(3L, call.GetTagItem("multiprocessing.call.items"));
        Assert.Equal(3L, call.GetTagItem("multiprocessing.call.items_done"));
        Assert.Equal(ActivityStatusCode.Unset, call.Status);
        Assert.True(call.Duration > TimeSpan.Zero);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_call_leaves_the_callers_activity_the_current_one()
    {
        Activity.Current = _caller;
        using var pool = ProcessPool.InProcess();
        Task<int> call = pool.RunAsync(() => 1);
        Assert.Same(_caller, Activity.Current);
        await call;
        Assert.Same(_caller, Activity.Current);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_call_that_fails_or_is_cancelled_or_refused_is_an_error()
    {
        Activity.Current = _caller;
        using var pool = ProcessPool.InProcess();
        await Assert.ThrowsAsync<DivideByZeroException>(() => pool.RunAsync(() => 1 / "".Length));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            pool.RunAsync(() => 1, new CancellationToken(canceled: true))
        );
        await Assert.ThrowsAsync<FormatException>(async () =>
        {
            await foreach (int _ in pool.Stream(n => n, Failing())) { }
        });
        pool.Close();
        Assert.Throws<InvalidOperationException>(() => pool.Run(() => 1));

        Assert.Equal(
            [
                ("ProcessPool.Run", "System.DivideByZeroException"),
                ("ProcessPool.Run", "System.OperationCanceledException"),
                ("ProcessPool.Stream", "System.FormatException"),
                ("ProcessPool.Run", "System.InvalidOperationException"),
            ],
            Calls.Select(call => (call.OperationName, (string?)call.GetTagItem("error.type")))
        );
        Assert.All(
            Calls,
            call =>
            {
                Assert.Equal(ActivityStatusCode.Error, call.Status);
                Assert.Equal("exception", Assert.Single(call.Events).Name);
            }
        );
    }

    private static IEnumerable<int> Failing()
    {
        yield return 1;
        throw new FormatException("the source fails");
    }
}
