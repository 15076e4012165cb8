using Multiprocessing.Tests.Cells;
using Xunit;

namespace Multiprocessing.Tests.Sharing;

public class DictionarySpecs
{
    private sealed record Name(string First)
    {
        public bool Equals(Name? other) =>
            string.Equals(First, other?.First, StringComparison.OrdinalIgnoreCase);

        public override int GetHashCode() => First.ToUpperInvariant().Length;
    }

    [Fact(Timeout = 60_000)]
    public async Task Workers_and_the_parent_read_and_write_the_same_entries()
    {
        await using var pool = new ProcessPool(2);
        using var squares = new ProcessDictionary<int, string> { [0] = "none" };
        pool.Map(n => squares[n] = $"{n * n}", Enumerable.Range(1, 50), 1);
        Assert.Equal(51, squares.Count);
        Assert.Equal("49", squares[7]);
        Assert.True(pool.Run(() => squares.TryRemove(7, out string? was) && was == "49"));
        Assert.False(squares.ContainsKey(7));
        Assert.False(squares.TryGetValue(7, out _));
        Assert.Throws<KeyNotFoundException>(() => squares[7]);
        Assert.True(squares.TryAdd(7, "seven"));
        Assert.False(squares.TryAdd(7, "eight"));
        Assert.Equal(Enumerable.Range(0, 51), squares.Keys.Order());
        Assert.Contains("seven", squares.Values);
        Assert.Equal("100", squares.ToDictionary()[10]);
        Assert.Equal(51, pool.Run(() => squares.Count(entry => entry.Value.Length > 0)));
        squares.Clear();
        Assert.Empty(squares);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_value_is_updated_without_losing_anybodys_update()
    {
        await using var pool = new ProcessPool(3);
        using var counts = new ProcessDictionary<string, int>();
        Task<int[]> workers = pool.MapAsync(
            _ =>
            {
                for (int i = 0; i < 200; i++)
                {
                    counts.AddOrUpdate("all", 1, (_, old) => old + 1);
                }

                return counts.GetOrAdd("first", _ => Environment.ProcessId);
            },
            [1, 2, 3],
            1
        );
        for (int i = 0; i < 200; i++)
        {
            counts.AddOrUpdate("all", 1, (_, old) => old + 1);
        }

        int[] first = await workers;
        Assert.Equal(800, counts["all"]);
        Assert.All(first, id => Assert.Equal(counts["first"], id));
    }

    [Fact(Timeout = 60_000)]
    public async Task Keys_are_equal_as_their_own_type_says()
    {
        await using var pool = new ProcessPool(1);
        using var ages = new ProcessDictionary<Name, int>();
        pool.Run(() => ages[new Name("ada")] = 36);
        Assert.Equal(36, ages[new Name("ADA")]);
        Assert.Throws<ArgumentNullException>(() => ages[null!]);
    }

    [Fact(Timeout = 60_000)]
    public async Task One_made_by_a_workers_worker_with_keys_of_a_cell_comes_home()
    {
        var session = new CellSession();
        await session.Run("record Place(int Row, int Column);");
        Assert.True(
            await session.Run<bool>(
                """
                var board = CellPool.Pool.Run(() =>
                {
                    using var inner = new ProcessPool(1);
                    return inner.Run(() => new ProcessDictionary<Place, string> { [new Place(1, 2)] = "rook" });
                });
                board[new Place(1, 2)] == "rook"
                """
            )
        );
    }

    [Fact]
    public void What_is_read_is_a_copy_and_a_disposed_one_says_so()
    {
        var lists = new ProcessDictionary<int, List<int>> { [1] = [1] };
        lists[1].Add(2);
        Assert.Single(lists[1]);
        lists.Dispose();
        Assert.Throws<ObjectDisposedException>(() => lists[1]);
    }
}
