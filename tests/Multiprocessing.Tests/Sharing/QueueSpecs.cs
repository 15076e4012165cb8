using Xunit;

namespace Multiprocessing.Tests.Sharing;

public class QueueSpecs
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact(Timeout = 60_000)]
    public async Task Workers_produce_and_the_parent_consumes_every_item_once()
    {
        await using var pool = new ProcessPool(2);
        using var queue = new ProcessQueue<(int Producer, int Number)>();
        Task<int[]> producing = pool.MapAsync(
            producer =>
            {
                for (int i = 0; i < 500; i++)
                {
                    queue.Put((producer, i));
                }

                return Environment.ProcessId;
            },
            [0, 1, 2, 3],
            1
        );
        var taken = new List<(int Producer, int Number)>();
        while (taken.Count < 2000)
        {
            taken.Add(queue.Take());
        }

        Assert.DoesNotContain(Environment.ProcessId, await producing);
        Assert.Equal(0, queue.Count);
        foreach (IGrouping<int, (int, int Number)> of in taken.GroupBy(item => item.Producer))
        {
            Assert.Equal(Enumerable.Range(0, 500), of.Select(item => item.Number)); // each producer's own order is kept
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Three_stages_make_a_pipeline_that_ends_by_itself()
    {
        await using var pool = new ProcessPool(3);
        using var numbers = new ProcessQueue<int>(8);
        using var squares = new ProcessQueue<(int, long)>(8);
        using var texts = new ProcessQueue<string>(8);
        Task first = pool.RunAsync(() =>
        {
            foreach (int n in numbers.GetConsumingEnumerable())
            {
                squares.Put((n, (long)n * n));
            }

            squares.CompleteAdding();
        });
        Task second = pool.RunAsync(async () =>
        {
            await foreach ((int n, long square) in squares.ReadAllAsync())
            {
                await texts.PutAsync($"{n}:{square}");
            }

            texts.CompleteAdding();
        });
        Task source = pool.RunAsync(() =>
        {
            for (int i = 0; i < 300; i++)
            {
                numbers.Put(i);
            }

            numbers.CompleteAdding();
        });
        string[] all = [.. texts.GetConsumingEnumerable()];
        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"{i}:{(long)i * i}"), all);
        await Task.WhenAll(first, second, source);
        Assert.True(texts.IsCompleted);
        Assert.Throws<InvalidOperationException>(() => texts.Take());
        Assert.False(texts.TryTake(out _, s_patience));
        Assert.Throws<InvalidOperationException>(() => texts.Put("late"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_full_queue_holds_its_producer_back()
    {
        await using var pool = new ProcessPool(1);
        using var queue = new ProcessQueue<int>(3);
        using var put = new ProcessEvent();
        Task producing = pool.RunAsync(() =>
        {
            for (int i = 0; i < 3; i++)
            {
                queue.Put(i);
            }

            put.Set();
            queue.Put(3);
        });
        Assert.True(put.Wait(s_patience));
        Assert.False(queue.TryPut(99));
        Assert.False(queue.TryPut(99, TimeSpan.FromMilliseconds(50)));
        Assert.Equal(3, queue.Count);
        Assert.False(producing.IsCompleted);
        Assert.Equal([0, 1, 2, 3], Enumerable.Range(0, 4).Select(_ => queue.Take()));
        await producing;
        Assert.True(queue.TryPut(4));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_that_is_handed_a_queue_as_an_item_answers_into_it()
    {
        await using var pool = new ProcessPool(2);
        ProcessQueue<string>[] queues = [new(), new(), new()];
        ProcessQueue<string>[] back = await pool.MapAsync(
            queue =>
            {
                queue.Put("hello");
                return queue;
            },
            queues
        );
        Assert.All(back, queue => Assert.Equal("hello", queue.Take()));
        back[0].Put("the same one");
        Assert.Equal("the same one", queues[0].Take());
        Array.ForEach(queues, queue => queue.Dispose());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_queue_can_be_made_in_a_worker_and_put_into_another_queue()
    {
        await using var pool = new ProcessPool(2);
        using var requests = new ProcessQueue<(int Number, ProcessQueue<int> Reply)>();
        Task serving = pool.RunAsync(() =>
        {
            foreach ((int number, ProcessQueue<int> reply) in requests.GetConsumingEnumerable())
            {
                reply.Put(number * 10);
            }
        });
        int answer = pool.Run(() =>
        {
            using var reply = new ProcessQueue<int>(1);
            requests.Put((7, reply));
            return reply.Take();
        });
        requests.CompleteAdding();
        await serving;
        Assert.Equal(70, answer);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_queue_made_in_a_worker_outlives_the_worker_that_returned_it()
    {
        ProcessQueue<int> queue;
        await using (var pool = new ProcessPool(1))
        {
            queue = pool.Run(() =>
            {
                var made = new ProcessQueue<int>();
                made.Put(5);
                return made;
            });
        }

        using (queue)
        {
            Assert.Equal(5, queue.Take());
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task In_process_workers_use_the_same_queue()
    {
        await using ProcessPool pool = ProcessPool.InProcess(2);
        using var queue = new ProcessQueue<int>(1);
        Task producing = pool.RunAsync(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                queue.Put(i);
            }
        });
        int sum = pool.Run(() => Enumerable.Range(0, 100).Sum(_ => queue.Take()));
        await producing;
        Assert.Equal(4950, sum);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_wait_can_be_cancelled_timed_out_or_interrupted_and_loses_nothing()
    {
        using var queue = new ProcessQueue<int>();
        Assert.False(queue.TryTake(out _));
        Assert.False(queue.TryTake(out _, TimeSpan.FromMilliseconds(30)));
        using var patience = new CancellationTokenSource(30);
        Assert.ThrowsAny<OperationCanceledException>(() => queue.Take(patience.Token));
        using var more = new CancellationTokenSource(30);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queue.TakeAsync(more.Token));
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record.Exception(() => queue.Take()));
        thread.Start();
        thread.Interrupt();
        thread.Join();
        Assert.IsType<ThreadInterruptedException>(thrown);
        queue.Put(1); // nobody of those who gave up takes it
        Assert.Equal(1, queue.Count);
        Assert.Equal(1, queue.Take());
    }

    [Fact(Timeout = 120_000)]
    public async Task However_waits_are_given_up_no_item_is_lost()
    {
        await using var pool = new ProcessPool(2);
        using var queue = new ProcessQueue<int>();
        const int Items = 3000;
        Task<List<int>[]> taking = pool.MapAsync(
            seed =>
            {
                var mine = new List<int>();
                var random = new Random(seed);
                while (!queue.IsCompleted)
                {
                    if (queue.TryTake(out int item, TimeSpan.FromMilliseconds(random.Next(0, 2))))
                    {
                        mine.Add(item);
                    }

                    using var hasty = new CancellationTokenSource();
                    Task<int> async = queue.TakeAsync(hasty.Token);
                    hasty.Cancel();
                    try
                    {
                        mine.Add(async.GetAwaiter().GetResult());
                    }
                    catch (Exception e)
                        when (e is OperationCanceledException or InvalidOperationException)
                    {
                        // Given up in time, or all are taken.
                    }
                }

                return mine;
            },
            [1, 2],
            1
        );
        for (int i = 0; i < Items; i++)
        {
            queue.Put(i);
            if (i % 50 == 0)
            {
                await Task.Delay(1);
            }
        }

        queue.CompleteAdding();
        List<int>[] all = await taking;
        Assert.Equal(Enumerable.Range(0, Items), all.SelectMany(items => items).Order());
    }

    [Fact(Timeout = 120_000)]
    public async Task Many_threads_in_many_processes_share_one_queue()
    {
        await using var pool = new ProcessPool(2);
        using var queue = new ProcessQueue<long>(16);
        Task<long[]> work = pool.MapAsync(
            _ =>
            {
                long sum = 0;
                Thread[] threads =
                [
                    .. Enumerable
                        .Range(0, 16)
                        .Select(n => new Thread(() =>
                        {
                            for (int i = 0; i < 50; i++)
                            {
                                if (n % 2 == 0)
                                {
                                    queue.Put(i);
                                }
                                else
                                {
                                    Interlocked.Add(ref sum, queue.Take());
                                }
                            }
                        })),
                ];
                Array.ForEach(threads, thread => thread.Start());
                Array.ForEach(threads, thread => thread.Join());
                return sum;
            },
            [0, 1],
            1
        );
        Assert.Equal(2 * 8 * 49 * 50 / 2, (await work).Sum());
        Assert.Equal(0, queue.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task Disposing_wakes_everybody_in_every_process()
    {
        await using var pool = new ProcessPool(2);
        var queue = new ProcessQueue<int>();
        using var ready = new ProcessQueue<int>();
        Task<string[]> waiting = pool.MapAsync(
            n =>
            {
                ready.Put(n);
                return Record.Exception(() => queue.Take())!.GetType().Name
                    + Record.Exception(() => queue.Put(1))!.GetType().Name;
            },
            [1, 2],
            1
        );
        ready.Take();
        ready.Take();
        Task<int> here = queue.TakeAsync();
        queue.Dispose();
        queue.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => here);
        const string Both = nameof(ObjectDisposedException) + nameof(ObjectDisposedException);
        Assert.Equal([Both, Both], await waiting);
        Assert.Throws<ObjectDisposedException>(() => queue.Count);
    }

    [Fact]
    public void What_cannot_travel_is_refused_where_it_is_put()
    {
        using var queue = new ProcessQueue<object>();
        var e = Assert.Throws<NotSerializableException>(() =>
            queue.Put(new { Thread = new Thread(() => { }) })
        );
        Assert.Contains("Thread", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void What_is_put_is_a_copy_as_between_processes()
    {
        using var queue = new ProcessQueue<int[]>();
        int[] mine = [1, 2];
        queue.Put(mine);
        mine[0] = 9;
        Assert.Equal([1, 2], queue.Take());
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessQueue<int>(0));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            queue.TryTake(out _, TimeSpan.FromSeconds(-2))
        );
    }
}
