using Xunit;

namespace Multiprocessing.Tests.Pools;

public class VerbSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task Tuples_are_spread_over_the_parameters()
    {
        await using var pool = new ProcessPool(2);
        Assert.Equal([3, 7], pool.Map((a, b) => a + b, new[] { (1, 2), (3, 4) }));
        double[] sums = await pool.MapAsync((int a, double b) => a + b, [(1, 2.5)]);
        Assert.Equal([3.5], sums);
        Assert.Equal(["a1x"], pool.Map((a, b, c) => $"{a}{b}{c}", [("a", 1, 'x')]));
        Assert.Equal([2.0], pool.Map(Math.Pow, [(2.0, 1.0)]));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_action_is_done_for_each_item()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        await using var pool = new ProcessPool(2);
        pool.ForEach(
            n =>
            {
                File.WriteAllText(Path.Combine(folder, $"{n}"), "");
            },
            Enumerable.Range(0, 10)
        );
        await pool.ForEachAsync(
            async n =>
            {
                await File.WriteAllTextAsync(Path.Combine(folder, $"{n}"), "");
            },
            Enumerable.Range(10, 10)
        );
        Assert.Equal(20, Directory.GetFiles(folder).Length);
        Directory.Delete(folder, recursive: true);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_failing_action_fails_the_call()
    {
        await using var pool = new ProcessPool(2);
        var e = Assert.Throws<FormatException>(() =>
            pool.ForEach(
                text =>
                {
                    _ = Convert.FromHexString(text);
                },
                ["11", "x"]
            )
        );
        Assert.Contains("item 1", e.StackTrace, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Items_are_reduced_to_one_value_in_their_order()
    {
        await using var pool = new ProcessPool(3);
        string[] words = [.. Enumerable.Range(0, 1000).Select(n => $"{n};")];
        string all = pool.MapReduce(word => word, (a, b) => a + b, words);
        Assert.Equal(string.Concat(words), all);
        Assert.Equal(
            499_500,
            pool.MapReduce(
                n => n,
                (a, b) => a + b,
                Enumerable.Range(0, 1000),
                new MapOptions { ChunkSize = 7 }
            )
        );
        Assert.Equal(5, await pool.MapReduceAsync(n => n, (a, b) => a + b, [5]));
    }

    [Fact(Timeout = 60_000)]
    public async Task Asynchronous_functions_of_every_shape_are_awaited_in_the_worker()
    {
        await using var pool = new ProcessPool(2);
        static async Task<T> Later<T>(T value)
        {
            await Task.Delay(20);
            return value;
        }

        Assert.Equal([3], pool.Map(async (a, b) => await Later(a + b), [(1, 2)]));
        Assert.Equal([6], pool.Map(async (a, b, c) => await Later(a + b + c), [(1, 2, 3)]));
        Assert.Equal(
            pool.Map((n, random) => random.Next(), [1, 2], seed: 3),
            pool.Map(async (n, random) => await Later(random.Next()), [1, 2], seed: 3)
        );
        Assert.Equal(3, pool.MapReduce(async n => await Later(n), (a, b) => a + b, [1, 2]));
        Assert.Equal([2], pool.Stream(async n => await Later(n + 1), [1]));
        Assert.Equal(2, pool.MapOutcomes(async n => await Later(n + 1), [1])[0].Value);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_task_without_a_value_is_refused_where_results_are_wanted()
    {
        await using ProcessPool pool = ProcessPool.InProcess();
        var e = Assert.Throws<ArgumentException>(() =>
            pool.Map(
                async n =>
                {
                    await Task.Delay(n);
                },
                [1]
            )
        );
        Assert.Contains("ForEach", e.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task There_is_nothing_to_reduce_without_items()
    {
        await using var pool = new ProcessPool(1);
        Assert.Throws<InvalidOperationException>(() =>
            pool.MapReduce((int n) => n, (a, b) => a + b, [])
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task Each_item_has_an_outcome_of_its_own()
    {
        await using var pool = new ProcessPool(2);
        Outcome<int>[] outcomes = pool.MapOutcomes(
            n =>
                n switch
                {
                    3 => throw new InvalidOperationException("three"),
                    5 => Exit(),
                    _ => n * n,
                },
            Enumerable.Range(0, 8)
        );
        Assert.Equal(
            [0, 1, 4, 16, 36, 49],
            outcomes.Where(outcome => outcome.IsSuccess).Select(outcome => outcome.Value)
        );
        Assert.Equal(
            "three",
            Assert.Throws<InvalidOperationException>(() => outcomes[3].Value).Message
        );
        var died = Assert.IsType<WorkerDiedException>(outcomes[5].Exception);
        Assert.Equal((7, 5), (died.ExitCode, died.ItemIndex));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_cannot_travel_is_an_outcome_as_well()
    {
        await using var pool = new ProcessPool(2);
        object[] items = ["a", new Semaphore(0, 1), "c", new Semaphore(0, 1)];
        var options = new MapOptions { ChunkSize = 4 };
        Outcome<object>[] there = pool.MapOutcomes(item => item, items, options);
        Assert.Equal([true, false, true, false], there.Select(outcome => outcome.IsSuccess));
        Assert.IsType<NotSerializableException>(there[1].Exception);
        Outcome<object>[] back = await pool.MapOutcomesAsync(
            n => n == 1 ? (object)new Semaphore(0, 1) : n,
            [0, 1, 2],
            options
        );
        Assert.Equal([true, false, true], back.Select(outcome => outcome.IsSuccess));
        Assert.IsType<NotSerializableException>(back[1].Exception);
    }

    [Fact(Timeout = 60_000)]
    public async Task Random_numbers_depend_on_seed_and_item_alone()
    {
        static double[] Draw(int workers, int? chunkSize, long seed)
        {
            using var pool = new ProcessPool(workers);
            return pool.Map(
                (n, random) => n + random.NextDouble(),
                Enumerable.Range(0, 50),
                seed,
                chunkSize
            );
        }

        double[] draws = Draw(1, null, 42);
        Assert.Equal(50, draws.Select(draw => draw % 1).Distinct().Count());
        Assert.Equal(draws, Draw(3, 4, 42));
        Assert.NotEqual(draws, Draw(1, null, 43));
        await using ProcessPool here = ProcessPool.InProcess(2);
        Assert.Equal(
            draws,
            here.Map((n, random) => n + random.NextDouble(), Enumerable.Range(0, 50), seed: 42)
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task The_verbs_serve_in_this_process_too()
    {
        await using ProcessPool pool = ProcessPool.InProcess(2);
        Assert.Equal([3], pool.Map((a, b) => a + b, [(1, 2)]));
        Assert.Equal(6, pool.MapReduce(n => n, (a, b) => a + b, [1, 2, 3]));
        Assert.Equal([1, 4, 9], pool.Stream(n => n * n, [1, 2, 3]));
        Assert.False(pool.MapOutcomes(n => 1 / n, [0])[0].IsSuccess);
    }

    private static int Exit()
    {
        Environment.Exit(7);
        return 0;
    }
}
