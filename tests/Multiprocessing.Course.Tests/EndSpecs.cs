namespace Multiprocessing.Course.Tests;

/// <summary>What a learner is told about an answer that does not come to a value.</summary>
public class EndSpecs
{
    [Fact]
    public void A_stub_is_not_written_yet()
    {
        const string Words = "It is not written yet";
        Assert.StartsWith(Words, Fault(() => throw new NotImplementedException()));
        Assert.StartsWith(
            Words,
            Fault(() => Task.Run(int () => throw new NotImplementedException()).Result)
        );
    }

    [Fact]
    public void A_stub_of_which_workers_call_a_part_is_not_written_yet()
    {
        using var pool = new ProcessPool(1);
        Assert.StartsWith(
            "It is not written yet",
            Fault(() => pool.Map(int (int n) => throw new NotImplementedException(), [1])[0])
        );
    }

    [Fact]
    public void An_exception_is_named_with_the_first_line_of_its_message()
    {
        const string Fault = "It throws FormatException: no number";
        Assert.Equal(Fault, EndSpecs.Fault(() => throw new FormatException("no number\nat all")));
        Assert.Equal(
            Fault,
            EndSpecs.Fault(() => Task.Run(int () => throw new FormatException("no number")).Result)
        );
    }

    [Fact]
    public void What_a_lazy_sequence_throws_is_the_answers_own()
    {
        var numbers = new[] { 1, 0 };
        Assert.Equal(
            "It throws DivideByZeroException: Attempted to divide by zero.",
            Exercise
                .Check<IEnumerable<int>>(
                    "04-1",
                    () => numbers.Select(n => 1 / n),
                    new() { Result = [1, 1] }
                )
                .Fault
        );
    }

    [Fact(Timeout = 30_000)]
    public void An_answer_that_hangs_is_interrupted()
    {
        Thread? answering = null;
        var fault = Fault(
            () =>
            {
                answering = Thread.CurrentThread;
                Thread.Sleep(Timeout.Infinite);
                return 1;
            },
            new() { Within = TimeSpan.FromSeconds(0.3) }
        );

        Assert.StartsWith("It had not come back after 300 ms, and was interrupted.", fault);
        Assert.False(answering!.IsAlive);
    }

    [Fact(Timeout = 30_000)]
    public void A_lazy_sequence_that_hangs_is_interrupted_too()
    {
        static IEnumerable<int> Endless()
        {
            while (true)
            {
                Thread.Sleep(1);
                yield return 1;
            }
        }

        Assert.StartsWith(
            "It had not come back after 300 ms",
            Exercise
                .Check("04-1", Endless, new() { Result = [1], Within = TimeSpan.FromSeconds(0.3) })
                .Fault
        );
    }

    [Fact(Timeout = 30_000)]
    public void A_call_to_workers_that_hangs_is_given_up()
    {
        using var pool = new ProcessPool(1);
        Assert.StartsWith(
            "It had not come back after",
            Fault(
                () =>
                {
                    pool.Run(() => Thread.Sleep(Timeout.Infinite));
                    return 1;
                },
                new() { Within = TimeSpan.FromSeconds(0.5) }
            )
        );
    }

    [Fact]
    public void An_answer_that_is_awaited_counts_as_its_result()
    {
        static async Task<int> Later(int value)
        {
            await Task.Yield();
            return value > 0 ? value : throw new FormatException("too small");
        }

        Assert.True(Exercise.Check("04-1", () => Later(5), new() { Result = 5 }).Passed);
        Assert.Equal(
            "It throws FormatException: too small",
            Exercise.Check("04-1", () => Later(0), new() { Result = 5 }).Fault
        );
    }

    [Fact]
    public void An_exercise_that_the_course_does_not_have_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            Exercise.Check("99-1", () => 1, new() { Result = 1 })
        );
        Assert.Contains("The course has no exercise \"99-1\"", error.Message);
    }

    private static string? Fault(Func<int> answer, Expectation<int>? expected = null) =>
        Exercise.Check("04-1", answer, expected ?? new() { Result = 1 }).Fault;
}
