using Xunit;

namespace Multiprocessing.Tests.Pools;

/// <summary>A function that gives a <see cref="ValueTask"/> is awaited, as one that gives a <see cref="Task"/>.</summary>
public class ValueTaskSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task Every_call_awaits_it()
    {
        await using var pool = new ProcessPool(1);
        using var done = new SharedValue<int>();
        int[] squares = pool.Map(Square, [1, 2, 3]);
        Assert.Equal([1, 4, 9], squares);
        squares = await pool.MapAsync(
            n => Square(n),
            [1, 2],
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Equal([1, 4], squares);
        int[] sums = pool.Map(Add, [(1, 2), (3, 4)]);
        Assert.Equal([3, 7], sums);
        int[] three = pool.Map(AddThree, [(1, 2, 3)]);
        Assert.Equal([6], three);
        double[] drawn = pool.Map(Draw, [1, 2], seed: 42);
        Assert.Equal(pool.Map((n, random) => n + random.NextDouble(), [1, 2], seed: 42), drawn);
        int one = pool.Run(() => Square(5));
        Assert.Equal(25, one);
        one = await pool.RunAsync(() => Square(6), TestContext.Current.CancellationToken);
        Assert.Equal(36, one);
        IEnumerable<int> streamed = pool.Stream(Square, [4]);
        Assert.Equal([16], streamed);
        Outcome<int>[] outcomes = pool.MapOutcomes(Square, [2, -1]);
        Assert.Equal(4, outcomes[0].Value);
        Assert.IsType<ArgumentOutOfRangeException>(outcomes[1].Exception);
        int total = pool.MapReduce(Square, (a, b) => a + b, [1, 2]);
        Assert.Equal(5, total);
        int alone = await WorkerProcess.RunAsync(
            () => Square(7),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(49, alone);

        pool.ForEach(n => Note(done, n), [1, 2]);
        await pool.Run(() => Note(done, 3)); // a complete one came back
        await pool.RunAsync(() => Note(done, 4), TestContext.Current.CancellationToken);
        await pool.ForEachAsync(
            n => Note(done, n),
            [5],
            cancellationToken: TestContext.Current.CancellationToken
        );
        await WorkerProcess.RunAsync(() => Note(done, 6), TestContext.Current.CancellationToken);
        using (WorkerProcess process = WorkerProcess.StartNew(() => Note(done, 7)))
        {
            process.Join();
        }

        using (WorkerProcess process = WorkerProcess.StartNew(Note, done, 8))
        {
            process.Join();
        }

        Assert.Equal(36, done.Value);
    }

    [Fact(Timeout = 60_000)]
    public async Task Async_lambdas_are_still_tasks_and_what_they_throw_is_thrown()
    {
        await using var pool = new ProcessPool(1);
        int[] results = pool.Map(
            async n =>
            {
                await Task.Yield();
                return n + 1;
            },
            [1, 2]
        );
        Assert.Equal([2, 3], results);
        pool.Run(async () => await Task.Yield());
        pool.ForEach(async n => await Task.Delay(n), [1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Run(() => Square(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Map(Square, [-1]));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_dynamic_value_is_returned_and_not_taken_for_a_task()
    {
        await using var pool = new ProcessPool(1);
        dynamic seven = 7;
        int returned = pool.Run(() => seven);
        Assert.Equal(7, returned);
        returned = await pool.RunAsync(() => seven, TestContext.Current.CancellationToken);
        Assert.Equal(7, returned);
        object[] added = pool.Map(n => n + seven, [1, 2]);
        Assert.Equal((object[])[8, 9], added);
    }

    [Fact]
    public void One_without_a_value_is_refused_where_values_are_wanted()
    {
        using var pool = ProcessPool.InProcess();
        Func<int, ValueTask> action = _ => ValueTask.CompletedTask;
        Assert.Throws<ArgumentException>(() => pool.Map(action, [1]));
        Assert.Throws<ArgumentException>(() => pool.MapOutcomes(action, [1]));
        Assert.Throws<ArgumentException>(() => pool.Stream(action, [1]));
    }

    private static async ValueTask<int> Square(int n)
    {
        await Task.Yield();
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        return n * n;
    }

    private static async ValueTask<int> Add(int a, int b)
    {
        await Task.Yield();
        return a + b;
    }

    private static async ValueTask<int> AddThree(int a, int b, int c)
    {
        await Task.Yield();
        return a + b + c;
    }

    private static async ValueTask<double> Draw(int n, Random random)
    {
        await Task.Yield();
        return n + random.NextDouble();
    }

    private static async ValueTask Note(SharedValue<int> sum, int n)
    {
        await Task.Delay(20);
        sum.Add(n);
    }
}
