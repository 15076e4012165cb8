namespace Multiprocessing.Course.Tests;

/// <summary>What a learner is told about where an answer's work was done, and how fast.</summary>
public class WorkSpecs
{
    private static readonly int[] s_numbers = [1, 2, 3];
    private static readonly int[] s_squares = [1, 4, 9];

    [Fact(Timeout = 60_000)]
    public void Work_that_a_pool_did_is_told_from_work_that_stayed()
    {
        var expected = new Expectation<int[]> { Result = s_squares, InWorkers = true };
        using var pool = new ProcessPool(2);

        Assert.Null(Fault(() => pool.Map(n => n * n, s_numbers), expected));
        Assert.StartsWith(
            "The value is right, but still on one process",
            Fault(() => [.. s_numbers.Select(n => n * n)], expected)
        );
    }

    [Fact(Timeout = 60_000)]
    public void Items_of_an_earlier_answer_do_not_count()
    {
        using var pool = new ProcessPool(2);
        pool.Map(n => n * n, s_numbers);

        Assert.StartsWith(
            "The value is right, but still on one process",
            Fault(() => s_squares, new() { Result = s_squares, InWorkers = true })
        );
    }

    [Fact(Timeout = 60_000)]
    public void A_lazy_answer_may_work_in_workers_while_it_is_looked_at()
    {
        static IEnumerable<int> Lazily()
        {
            using var pool = new ProcessPool(1);
            foreach (var square in pool.Stream(n => n * n, s_numbers))
                yield return square;
        }

        var expected = new Expectation<IEnumerable<int>> { Result = s_squares, InWorkers = true };
        Assert.Null(Exercise.Check("04-1", Lazily, expected).Fault);
    }

    [Fact(Timeout = 60_000)]
    public void A_wrong_value_is_told_before_where_it_was_made() =>
        Assert.StartsWith(
            "Wrong value",
            Fault(() => [1, 2, 3], new() { Result = s_squares, InWorkers = true })
        );

    // The waits below are what is judged; a busy machine makes them longer, never shorter, so each is far from its limit.
    [Fact(Timeout = 60_000)]
    public void Work_that_is_hardly_faster_than_one_by_one_is_too_slow()
    {
        var expected = new Expectation<int[]>
        {
            Result = s_squares,
            OneByOne = () => Thread.Sleep(1),
        };

        var fault = Fault(
            () =>
            {
                Thread.Sleep(200);
                return s_squares;
            },
            expected
        );

        Assert.StartsWith("The value is right, but too slow: it took ", fault);
        Assert.EndsWith("and 1.5 can be had.", fault);
    }

    [Fact(Timeout = 60_000)]
    public void Work_that_is_faster_than_one_by_one_passes() =>
        Assert.Null(
            Fault(
                () => s_squares,
                new()
                {
                    Result = s_squares,
                    OneByOne = () => Thread.Sleep(1000),
                    Speedup = 1.5,
                }
            )
        );

    [Fact(Timeout = 60_000)]
    public void Work_that_cannot_have_been_done_in_that_time_is_too_fast_to_be_honest()
    {
        var hour = new Expectation<int[]> { Result = s_squares, AtLeast = TimeSpan.FromHours(1) };
        Assert.StartsWith("Too fast to be honest: it took ", Fault(() => s_squares, hour));
        Assert.Contains("the work takes 3600.0 s however many help", Fault(() => s_squares, hour));

        var moment = hour with { AtLeast = TimeSpan.FromMilliseconds(20) };
        Assert.Null(
            Fault(
                () =>
                {
                    Thread.Sleep(50);
                    return s_squares;
                },
                moment
            )
        );
    }

    private static string? Fault(Func<int[]> answer, Expectation<int[]> expected) =>
        Exercise.Check("04-1", answer, expected).Fault;
}
