using Multiprocessing.Tests.Cells;
using Xunit;

namespace Multiprocessing.Tests.Sharing;

public class ManagedObjectSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task Functions_of_all_processes_work_on_one_object_one_at_a_time()
    {
        await using var pool = new ProcessPool(3);
        using var list = new ManagedObject<List<int>>([]);
        await pool.MapAsync(
            n =>
            {
                list.Invoke(all => all.Add(n)); // List is not safe for threads
                return 0;
            },
            Enumerable.Range(0, 300),
            10
        );
        Assert.Equal(Enumerable.Range(0, 300), list.Invoke(all => all.Order().ToArray()));
        Assert.Equal(300, pool.Run(() => list.Invoke(all => all.Count)));
        Assert.Equal(
            Environment.ProcessId,
            pool.Run(() => list.Invoke(_ => Environment.ProcessId))
        );
        await list.InvokeAsync(all => all.Clear());
        Assert.Equal(0, await list.InvokeAsync(all => all.Count));
    }

    [Fact(Timeout = 60_000)]
    public async Task One_may_hold_what_cannot_travel()
    {
        await using var pool = new ProcessPool(1);
        string path = Path.GetTempFileName();
        using (var file = new ManagedObject<StreamWriter>(() => new StreamWriter(path)))
        {
            pool.Map(
                n =>
                {
                    file.Invoke(writer => writer.WriteLine(n));
                    return 0;
                },
                [1, 2, 3]
            );
            await Assert.ThrowsAsync<NotSerializableException>(() =>
                pool.RunAsync(() => file.Invoke(writer => writer).ToString())
            );
        }

        // Disposing the managed object disposes the writer, soon: then all is in the file.
        Assert.True(
            await Harness.Eventually(() => Holds(path, "1", "2", "3"), TimeSpan.FromSeconds(20))
        );
        File.Delete(path);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_function_throws_is_thrown_where_it_came_from()
    {
        await using var pool = new ProcessPool(1);
        using var managed = new ManagedObject<int[]>([1]);
        var here = Assert.Throws<IndexOutOfRangeException>(() => managed.Invoke(all => all[5]));
        Assert.Contains(nameof(ManagedObjectSpecs), here.StackTrace, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IndexOutOfRangeException>(() =>
            pool.RunAsync(() => managed.Invoke(all => all[5]))
        );
        Assert.Equal(1, managed.Invoke(all => all[0]));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_factory_that_fails_is_told_and_tried_again()
    {
        await using ProcessPool pool = ProcessPool.InProcess();
        int tries = 0;
        using var managed = new ManagedObject<int[]>(() =>
            ++tries == 1 ? throw new FormatException("not yet") : [tries]
        );
        await Assert.ThrowsAsync<FormatException>(() =>
            pool.RunAsync(() => managed.Invoke(all => all[0]))
        );
        Assert.Equal(2, managed.Invoke(all => all[0]));
    }

    [Fact(Timeout = 60_000)]
    public async Task One_made_in_a_worker_with_types_of_a_cell_lives_in_the_parent()
    {
        var session = new CellSession();
        await session.Run(
            "class Account { public decimal Balance; public void Add(decimal d) => Balance += d; }"
        );
        decimal balance = await session.Run<decimal>(
            """
            var account = CellPool.Pool.Run(() => new ManagedObject<Account>(() => new Account { Balance = 10 }));
            CellPool.Pool.Map(n => { account.Invoke(a => a.Add(n)); return 0; }, new[] { 1, 2, 3 });
            account.Invoke(a => a.Balance)
            """
        );
        Assert.Equal(16, balance);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_function_that_has_not_begun_can_be_taken_back()
    {
        using var managed = new ManagedObject<List<string>>([]);
        using var begun = new ProcessEvent();
        using var go = new ProcessEvent();
        Task first = managed.InvokeAsync(all =>
        {
            begun.Set();
            go.Wait();
            all.Add("first");
        });
        begun.Wait();
        using var patience = new CancellationTokenSource(20);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            managed.InvokeAsync(all => all.Add("second"), patience.Token)
        );
        go.Set();
        await first;
        Assert.Equal(["first"], managed.Invoke(all => all));
    }

    [Fact(Timeout = 60_000)]
    public async Task Disposing_while_a_function_runs_lets_it_end_and_drops_the_rest()
    {
        var managed = new ManagedObject<List<int>>([]);
        using var begun = new ProcessEvent();
        using var go = new ProcessEvent();
        Task<int> running = managed.InvokeAsync(all =>
        {
            begun.Set();
            go.Wait();
            return 5;
        });
        begun.Wait();
        Task<int> waiting = managed.InvokeAsync(all => all.Count);
        managed.Dispose();
        managed.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        go.Set();
        Assert.Equal(5, await running);
        Assert.Throws<ObjectDisposedException>(() => managed.Invoke(all => all.Count));
    }

    private static bool Holds(string path, params string[] lines)
    {
        try
        {
            return File.ReadAllLines(path).SequenceEqual(lines);
        }
        catch (IOException)
        {
            return false; // Windows keeps others out until it is closed
        }
    }
}
