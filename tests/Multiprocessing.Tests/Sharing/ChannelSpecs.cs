using Multiprocessing.Platform;
using Xunit;

namespace Multiprocessing.Tests.Sharing;

public class ChannelSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task A_parent_and_a_worker_talk_both_ways()
    {
        (ProcessChannel<string> mine, ProcessChannel<string> theirs) =
            ProcessChannel.CreatePair<string>();
        await using WorkerProcess worker = WorkerProcess.StartNew(() =>
        {
            while (theirs.Receive() is { Length: > 0 } text)
            {
                theirs.Send(text.ToUpperInvariant());
            }
        });
        mine.Send("hello");
        await mine.SendAsync("again");
        Assert.Equal("HELLO", mine.Receive());
        Assert.Equal("AGAIN", await mine.ReceiveAsync());
        Assert.False(mine.TryReceive(out _));
        Assert.False(mine.TryReceive(out _, TimeSpan.FromMilliseconds(20)));
        mine.Send("");
        worker.Join();
        Assert.Throws<EndOfStreamException>(() => mine.Receive());
        Assert.Throws<IOException>(() => mine.Send("nobody there"));
        mine.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task When_the_other_end_is_killed_what_it_sent_is_received_and_then_the_end()
    {
        using var sent = new ProcessEvent();
        (ProcessChannel<int> mine, ProcessChannel<int> theirs) = ProcessChannel.CreatePair<int>();
        await using WorkerProcess worker = WorkerProcess.StartNew(() =>
        {
            theirs.Send(1);
            theirs.Send(2);
            sent.Set();
            theirs.Receive();
        });
        Assert.Equal(1, mine.Receive());
        sent.Wait();
        worker.Kill();
        worker.Join();
        Assert.Equal(2, mine.Receive());
        var e = await Assert.ThrowsAsync<EndOfStreamException>(() => mine.ReceiveAsync());
        Assert.Contains($"process {worker.Id}", e.Message, StringComparison.Ordinal);
        Assert.Contains(
            ExitCodes.Here.Tell(ExitCodes.Here.Killed),
            e.Message,
            StringComparison.Ordinal
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_waits_is_told_when_the_other_end_dies()
    {
        (ProcessChannel<int> mine, ProcessChannel<int> theirs) = ProcessChannel.CreatePair<int>();
        await using WorkerProcess worker = WorkerProcess.StartNew(() =>
        {
            theirs.Send(1);
            Thread.Sleep(Timeout.Infinite);
        });
        mine.Receive();
        Task<int> waiting = mine.ReceiveAsync();
        worker.Kill();
        await Assert.ThrowsAsync<EndOfStreamException>(() => waiting);
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_workers_talk_to_each_other_past_their_parent()
    {
        await using var pool = new ProcessPool(2);
        (ProcessChannel<int> one, ProcessChannel<int> two) = ProcessChannel.CreatePair<int>();
        int[] last = await pool.MapAsync(
            end =>
            {
                int n = 0;
                if (end.First)
                {
                    end.Channel.Send(0);
                }

                while (n < 99)
                {
                    n = end.Channel.Receive() + 1;
                    end.Channel.Send(n);
                }

                return n;
            },
            [(First: true, Channel: one), (First: false, Channel: two)],
            1
        );
        Assert.Equal([99, 100], last.Order());
    }

    [Fact(Timeout = 60_000)]
    public async Task Closing_an_end_tells_both()
    {
        (ProcessChannel<int> one, ProcessChannel<int> two) = ProcessChannel.CreatePair<int>();
        Task<int> own = one.ReceiveAsync();
        one.Send(7);
        one.Close();
        one.Close();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => own);
        Assert.Throws<ObjectDisposedException>(() => one.Send(8));
        Assert.Equal(7, two.Receive());
        Assert.Throws<EndOfStreamException>(() => two.Receive());
        Assert.Throws<IOException>(() => two.Send(9));
        two.Close();
        Assert.Throws<ObjectDisposedException>(() => two.Receive());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_wait_can_be_cancelled_and_loses_nothing()
    {
        (ProcessChannel<int> one, ProcessChannel<int> two) = ProcessChannel.CreatePair<int>();
        using var patience = new CancellationTokenSource(20);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            two.ReceiveAsync(patience.Token)
        );
        one.Send(1);
        Assert.Equal(1, two.Receive());
    }
}
