using Multiprocessing.Dispatch;
using Xunit;

namespace Multiprocessing.Tests.Dispatch;

public class RoomSpecs
{
    private const int MegaByte = 1_000_000;

    [Fact]
    public void Each_worker_may_make_one_result_however_little_room_there_is()
    {
        var room = new ResultRoom(limit: 10, workers: 2, mostAhead: 2, each: MegaByte);
        Assert.Equal(1, room.Items(isAwaited: false));
        room.Reserve(1);
        Assert.Equal(1, room.Items(isAwaited: false));
        room.Reserve(1);
        Assert.Equal(0, room.Items(isAwaited: false));
    }

    [Fact]
    public void Results_that_nobody_takes_leave_no_room_but_for_the_one_that_is_awaited()
    {
        var room = new ResultRoom(limit: 10 * MegaByte, workers: 2, mostAhead: 2, each: 0);
        long limit = room.Reserve(1);
        room.Add(2, [9 * MegaByte, 2 * MegaByte]);
        room.Release(limit);
        Assert.Equal(0, room.Items(isAwaited: false));
        Assert.Equal(1, room.Items(isAwaited: true));
        room.Remove(9 * MegaByte);
        Assert.Equal(1, room.Items(isAwaited: false));
    }

    [Fact]
    public void A_chunk_of_large_results_has_few_items_and_a_limit()
    {
        var room = new ResultRoom(limit: 32 * MegaByte, workers: 2, mostAhead: 2, each: 0);
        Assert.True(room.Items(isAwaited: false) > MegaByte); // while nothing is known of their size
        room.Add(1, [MegaByte]);
        Assert.InRange(room.Items(isAwaited: false), 1, 4);
        Assert.InRange(room.Reserve(4), 4 * MegaByte, 5 * MegaByte);
    }

    [Fact]
    public void Sizes_that_shrink_are_noticed_after_a_while()
    {
        var room = new ResultRoom(limit: 32 * MegaByte, workers: 2, mostAhead: 2, each: 0);
        room.Add(1, [MegaByte]);
        int large = room.Items(isAwaited: false);
        for (int i = 0; i < 200; i++)
        {
            room.Add(1, [100]);
        }

        Assert.True(room.Items(isAwaited: false) > 100 * large);
    }

    [Fact]
    public void Items_that_tell_their_size_leave_room_at_once_others_when_they_are_written()
    {
        var arrays = new ItemRoom<byte[]>(limit: 10 * MegaByte, workers: 1);
        arrays.Begin(0);
        arrays.Wrote(0, items: 1, bytes: 100);
        Assert.True(arrays.HasRoom(held: 20));
        arrays.Taken(new byte[MegaByte]);
        Assert.False(arrays.HasRoom(held: 20));

        var objects = new ItemRoom<object>(limit: 10 * MegaByte, workers: 2);
        Assert.True(objects.HasRoom(held: 1));
        Assert.False(objects.HasRoom(held: 2)); // nothing is known of them
        objects.Begin(0);
        objects.Wrote(0, items: 1, bytes: MegaByte);
        Assert.True(objects.HasRoom(held: 9));
        Assert.False(objects.HasRoom(held: 11));
        objects.End(0);
        objects.Wrote(0, items: 1, bytes: 50 * MegaByte); // its worker died meanwhile
        Assert.False(objects.HasRoom(held: 2));
        Assert.True(objects.HasRoom(held: 1));
    }

    [Fact]
    public void What_comes_back_is_handed_out_before_what_lies_behind_it()
    {
        var backlog = new Backlog();
        backlog.Append(0, 100);
        backlog.Take(50);
        backlog.PutBack(10, 5);
        backlog.PutBack(30, 5);
        backlog.PutBack(20, 5);
        Assert.Equal([10, 20, 30, 50], Enumerable.Range(0, 4).Select(_ => backlog.Take(50).First));
        Assert.Equal(0, backlog.Count);
    }
}
