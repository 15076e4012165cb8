using Multiprocessing.Dispatch;
using Multiprocessing.Parcels;
using Xunit;

namespace Multiprocessing.Tests.Pools;

public class ChunkSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task Long_items_behind_cheap_ones_are_shared()
    {
        await using var pool = new ProcessPool(2);
        using var rendezvous = new Rendezvous();
        string folder = rendezvous.Folder;
        pool.Map(n => Rendezvous.Meet(folder, n, 2), [0, 1], 1); // both workers are up
        int[] workers = pool.Map(
            n =>
            {
                if (n >= 20_000)
                {
                    Thread.Sleep(3);
                }

                return Environment.ProcessId;
            },
            Enumerable.Range(0, 20_600)
        );
        int[] shares = [.. workers.Skip(20_000).CountBy(id => id).Select(share => share.Value)];
        Assert.Equal(2, shares.Length);
        Assert.All(shares, share => Assert.InRange(share, 200, 400));
    }

    [Fact]
    public void A_worker_hands_back_what_there_is_no_time_for()
    {
        var progress = new ItemProgress();
        progress.TakeUp(1, new ChunkHeader(First: 0, Count: 100, BudgetMilliseconds: 20));
        int done = 0;
        while (done < 100 && progress.Begin(done, resultBytes: 0))
        {
            Thread.Sleep(5);
            done++;
        }

        Assert.InRange(done, 1, 6);
    }

    [Fact(Timeout = 60_000)]
    public async Task Large_items_and_results_travel_in_small_numbers()
    {
        await using var pool = new ProcessPool(2);
        byte[][] items = [.. Enumerable.Range(0, 40).Select(n => new byte[1_000_000 + n])];
        Assert.Equal(items.Select(item => item.Length), pool.Map(item => item.Length, items));
        Assert.Equal(
            items.Select(item => item.Length),
            pool.Map(n => new byte[1_000_000 + n], Enumerable.Range(0, 40))
                .Select(item => item.Length)
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    [InlineData(1_000_000)]
    public async Task Every_item_is_run_once_whatever_their_number(int count)
    {
        await using var pool = new ProcessPool(2);
        Assert.Equal(Enumerable.Range(0, count), pool.Map(n => n, Enumerable.Range(0, count)));
    }

    [Fact]
    public void Chunks_grow_while_items_are_cheap_and_shrink_towards_the_end()
    {
        var sizer = new ChunkSizer(fixedSize: null, workers: 2, new ItemCost());
        long left = 100_000;
        List<int> sizes = [];
        while (left > 0)
        {
            int size = sizer.Next(left);
            sizes.Add(size);
            left -= size;
            sizer.Learn(size, ticks: size * 10_000L); // 10 microseconds an item
        }

        Assert.Equal(1, sizes[0]);
        Assert.Equal(2_000, sizes.Max()); // 20 milliseconds
        Assert.InRange(sizes[^1], 1, 50); // half a millisecond
        Assert.InRange(sizes.Count, 50, 100);
    }

    [Fact]
    public void Chunks_of_long_items_stay_at_one()
    {
        var sizer = new ChunkSizer(fixedSize: null, workers: 2, new ItemCost());
        sizer.Learn(1, ticks: 1_000_000_000);
        Assert.Equal(1, sizer.Next(100));
    }

    [Fact]
    public void What_an_item_took_last_is_known_to_the_next_map_of_the_function()
    {
        var cost = new ItemCost();
        new ChunkSizer(fixedSize: null, workers: 2, cost).Learn(100, ticks: 1_000_000); // 10 microseconds an item
        var next = new ChunkSizer(fixedSize: null, workers: 2, cost);
        Assert.Equal(2_000, next.Next(100_000)); // 20 milliseconds
    }

    [Fact]
    public void Short_chunks_are_given_many_at_a_time_long_ones_two_and_unknown_ones_singly()
    {
        var cost = new ItemCost();
        var sizer = new ChunkSizer(fixedSize: 1, workers: 2, cost);
        Assert.Equal(1, sizer.Ahead(100_000));
        sizer.Learn(1, ticks: 1_000); // a microsecond
        Assert.Equal(256, sizer.Ahead(100_000));
        Assert.Equal(10, sizer.Ahead(40)); // towards the end fewer
        sizer.Learn(1, ticks: 1_000_000_000);
        Assert.Equal(2, sizer.Ahead(100_000));
    }

    [Fact]
    public void What_is_put_back_is_taken_next_and_apart_from_its_neighbours()
    {
        var backlog = new Backlog();
        backlog.Append(0, 5);
        backlog.Append(5, 5);
        Assert.Equal(new(0, 4), backlog.Take(4));
        backlog.PutBack(2, 1);
        Assert.Equal(new(2, 1), backlog.Take(4));
        Assert.Equal(new(4, 6), backlog.Take(100));
        Assert.Equal(0, backlog.Count);
    }
}
