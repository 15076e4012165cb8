using System.Diagnostics;
using System.Globalization;

namespace Multiprocessing.Course.Judging;

/// <summary>Finds the first thing that is wrong with an answer, in the order in which a learner would mend it.</summary>
internal static class Judge
{
    /// <returns>What is wrong, in a sentence or two for the learner; null where nothing is.</returns>
    public static string? Of<T>(Func<T> answer, Expectation<T> expected)
    {
        string? valueFault = null;
        var attempt = Attempt<T>.Make(
            () =>
            {
                var result = answer();
                // A sequence may be lazy: what it takes, throws or waits for while it is looked at is part of the answer.
                valueFault = result is null ? "It gives null." : OfValue(result, expected);
                return result;
            },
            expected.Within
        );
        return OfEnd(attempt, expected)
            ?? valueFault
            ?? OfPlace(attempt, expected)
            ?? OfHonesty(attempt, expected)
            ?? OfSpeed(attempt, expected);
    }

    private static string? OfEnd<T>(Attempt<T> attempt, Expectation<T> expected)
    {
        if (!attempt.Ended)
            return $"It had not come back after {Text(expected.Within)}, and was interrupted. What does it wait for, and who should bring that about?";
        return Cause(attempt.Error?.SourceException) switch
        {
            null => null,
            NotImplementedException =>
                "It is not written yet: put your code where the exception is thrown.",
            var e => $"It throws {e.GetType().Name}: {FirstLine(e.Message)}",
        };
    }

    /// <summary>What <c>Task.Wait</c> and its like throw says nothing by itself.</summary>
    private static Exception? Cause(Exception? thrown) =>
        thrown is AggregateException { InnerExceptions: [var only] } ? only : thrown;

    private static string? OfValue<T>(T result, Expectation<T> expected)
    {
        var fault = expected.HasResult
            ? Comparison.Of(result, expected.Result, expected.Tolerance, expected.AnyOrder)
            : null;
        return fault ?? expected.Rule?.Invoke(result);
    }

    private static string? OfPlace<T>(Attempt<T> attempt, Expectation<T> expected) =>
        expected.InWorkers && attempt.ItemsInWorkers == 0
            ? "The value is right, but still on one process: no item went through a pool. Hand the function to a ProcessPool."
            : null;

    private static string? OfHonesty<T>(Attempt<T> attempt, Expectation<T> expected) =>
        attempt.Elapsed < expected.AtLeast
            ? $"Too fast to be honest: it took {Text(attempt.Elapsed)}, and the work takes {Text(expected.AtLeast.Value)} however many help. Is all of it done?"
            : null;

    private static string? OfSpeed<T>(Attempt<T> attempt, Expectation<T> expected)
    {
        if (expected.OneByOne is not { } oneByOne)
            return null;
        var watch = Stopwatch.StartNew();
        oneByOne();
        var speedup = watch.Elapsed / attempt.Elapsed;
        if (speedup >= expected.Speedup)
            return null;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The value is right, but too slow: it took {Text(attempt.Elapsed)}, one item after the other {Text(watch.Elapsed)}. That is {speedup:0.0} times as fast, and {expected.Speedup:0.0} can be had."
        );
    }

    private static string FirstLine(string message) => message.Split('\n', 2)[0].TrimEnd();

    private static string Text(TimeSpan time) =>
        time.TotalSeconds < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms")
            : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");
}
