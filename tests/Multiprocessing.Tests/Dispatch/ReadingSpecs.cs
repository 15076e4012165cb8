using Multiprocessing.Dispatch;
using Multiprocessing.Parcels;
using Xunit;

namespace Multiprocessing.Tests.Dispatch;

/// <summary>When a link is told that somebody waits for its worker and does not come to read.</summary>
public class ReadingSpecs
{
    private SilentLink _link = null!;
    private readonly Dispatcher _dispatcher;

    public ReadingSpecs() =>
        _dispatcher = new Dispatcher(
            workers: 1,
            (events, _) => _link = new SilentLink(events, "silent"),
            new PoolOptions { Name = "silent" }
        );

    [Fact]
    public void Not_when_the_caller_that_reads_has_sent_its_call_itself()
    {
        _link.ComeUp();
        Submit(fetcher: Environment.CurrentManagedThreadId);
        Assert.Equal((1, 0), (_link.Chunks, _link.AskedToRead));
        _dispatcher.Terminate();
    }

    [Fact(Timeout = 60_000)]
    public async Task When_a_call_had_to_wait_and_another_thread_sends_it()
    {
        Submit(fetcher: Environment.CurrentManagedThreadId);
        var other = new TaskCompletionSource();
        new Thread(() =>
        {
            _link.ComeUp();
            other.SetResult();
        }).Start();
        await other.Task;
        Assert.Equal((1, 1), (_link.Chunks, _link.AskedToRead));
        _dispatcher.Terminate();
    }

    [Fact]
    public void When_nobody_reads_the_outcome_of_a_call()
    {
        _link.ComeUp();
        Submit(fetcher: null);
        Assert.Equal((1, 1), (_link.Chunks, _link.AskedToRead));
        _dispatcher.Terminate();
    }

    [Fact]
    public void When_a_worker_is_told_to_end()
    {
        _link.ComeUp();
        _dispatcher.Terminate();
        Assert.Equal(1, _link.AskedToRead);
    }

    private void Submit(int? fetcher)
    {
        Func<int> function = static () => 1;
        Parcel parcel = Parcel.Pack(new Code.CodeBook(), new RunWork<int>(function), function);
        var call = new RunCall<int>(parcel, new MapOptions()) { Fetcher = fetcher };
        _dispatcher.Submit(call, CancellationToken.None);
    }
}
