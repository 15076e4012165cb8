namespace Multiprocessing.Course.Tests;

/// <summary>What a learner is told about the value that an answer gives.</summary>
public class ValueSpecs
{
    [Fact]
    public void A_right_value_passes()
    {
        var verdict = Exercise.Check("04-1", () => 42, new() { Result = 42, Hint = "six" });

        Assert.True(verdict.Passed);
        Assert.Null(verdict.Fault);
        Assert.Null(verdict.Hint);
        Assert.Equal("Exercise 04-1, map a function of two: done.", verdict.ToString());
    }

    [Fact]
    public void A_wrong_value_is_shown_beside_the_right_one_with_the_hint()
    {
        var verdict = Exercise.Check("04-1", () => 41, new() { Result = 42, Hint = "one more" });

        Assert.False(verdict.Passed);
        Assert.Equal(
            "Exercise 04-1, map a function of two: not yet. Wrong value: it gives 41, and should give 42. Hint: one more",
            verdict.ToString()
        );
    }

    [Fact]
    public void The_first_wrong_element_is_named() =>
        Fails("Wrong value: element 1 is 5, and should be 36.", [16, 5, 4], [16, 36, 4]);

    [Theory]
    [InlineData(new[] { 1 }, "Wrong value: it gives 1 element, and should give 2 elements.")]
    [InlineData(new int[0], "Wrong value: it gives 0 elements, and should give 2 elements.")]
    [InlineData(new[] { 1, 2, 3 }, "Wrong value: it gives 3 elements, and should give 2 elements.")]
    public void A_wrong_count_is_told(int[] result, string fault) => Fails(fault, result, [1, 2]);

    [Fact]
    public void Right_values_in_another_order_are_told_apart_from_wrong_ones() =>
        Fails(
            "The values are right, but their order is lost: element 0 is 2, and should be 1.",
            [2, 1, 1],
            [1, 1, 2]
        );

    [Fact]
    public void Where_order_does_not_matter_each_value_still_counts_as_often_as_it_occurs()
    {
        Assert.Null(Fault<int[]>([2, 1, 1], new() { Result = [1, 1, 2], AnyOrder = true }));
        Assert.Equal(
            "Wrong value: element 0 is 2, and should be 1.",
            Fault<int[]>([2, 1, 2], new() { Result = [1, 1, 2], AnyOrder = true })
        );
    }

    [Fact]
    public void Numbers_with_a_fraction_may_differ_by_the_tolerance_and_no_more()
    {
        Assert.Null(Fault(0.1 + 0.2, new() { Result = 0.3 }));
        Assert.Null(Fault<double[]>([100.9], new() { Result = [100], Tolerance = 0.01 }));
        Assert.NotNull(Fault<double[]>([101.1], new() { Result = [100], Tolerance = 0.01 }));
        Assert.Null(Fault(double.NaN, new() { Result = double.NaN }));
        Assert.NotNull(Fault(double.NaN, new() { Result = 1.0 }));
        Assert.NotNull(Fault(1, new() { Result = 2, Tolerance = 10 }));
    }

    [Fact]
    public void Sequences_in_sequences_are_compared_element_by_element()
    {
        int[][] expected =
        [
            [1, 2],
            [3],
        ];
        Assert.Null(
            Fault<int[][]>(
                [
                    [1, 2],
                    [3],
                ],
                new() { Result = expected }
            )
        );
        Assert.Equal(
            "Wrong value: element 1 is [4], and should be [3].",
            Fault<int[][]>(
                [
                    [1, 2],
                    [4],
                ],
                new() { Result = expected }
            )
        );
        Assert.Equal(
            "The values are right, but their order is lost: element 0 is [3], and should be [1, 2].",
            Fault<int[][]>(
                [
                    [3],
                    [1, 2],
                ],
                new() { Result = expected }
            )
        );
    }

    [Fact]
    public void Other_kinds_of_sequence_do_as_well()
    {
        Assert.Null(Fault<IEnumerable<int>>(new List<int> { 1, 2 }, new() { Result = [1, 2] }));
        Assert.Null(Fault<IEnumerable<int>>(new Queue<int>([1, 2]), new() { Result = [1, 2] }));
    }

    [Fact]
    public void Long_sequences_are_shown_by_their_beginning()
    {
        int[][] given =
        [
            [.. Enumerable.Range(0, 9)],
        ];
        int[][] wanted =
        [
            [.. Enumerable.Range(1, 9)],
        ];
        Assert.Equal(
            "Wrong value: element 0 is [0, 1, 2, 3, 4, ...], and should be [1, 2, 3, 4, 5, ...].",
            Fault(given, new() { Result = wanted })
        );
    }

    [Fact]
    public void Text_is_a_value_not_a_sequence() =>
        Assert.Equal(
            "Wrong value: it gives \"ab\", and should give \"ba\".",
            Fault("ab", new() { Result = "ba" })
        );

    [Fact]
    public void Dictionaries_are_compared_by_key()
    {
        var expected = new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 };
        Assert.Null(
            Fault(new Dictionary<string, int> { ["b"] = 2, ["a"] = 1 }, new() { Result = expected })
        );
        Assert.Equal(
            "Wrong value: there is nothing under \"b\", and should be 2.",
            Fault(new Dictionary<string, int> { ["a"] = 1 }, new() { Result = expected })
        );
        Assert.Equal(
            "Wrong value: under \"b\" it gives 3, and should give 2.",
            Fault(new Dictionary<string, int> { ["a"] = 1, ["b"] = 3 }, new() { Result = expected })
        );
        Assert.Equal(
            "Wrong value: it has 3 entries, and should have 2.",
            Fault(new Dictionary<string, int>(expected) { ["c"] = 3 }, new() { Result = expected })
        );
    }

    [Fact]
    public void Null_is_told_apart_from_a_wrong_value()
    {
        Assert.Equal("It gives null.", Fault<string?>(null, new() { Result = "x" }));
        Assert.Equal("It gives null.", Fault<int[]?>(null, new() { Rule = _ => "never asked" }));
        Assert.NotNull(Fault<string?[]>([null], new() { Result = ["x"] }));
        Assert.Null(Fault<string?[]>([null], new() { Result = [null] }));
    }

    [Fact]
    public void A_rule_says_what_the_other_members_cannot()
    {
        var odd = new Expectation<int> { Rule = n => n % 2 == 1 ? null : $"{n} is even." };
        Assert.Null(Fault(3, odd));
        Assert.Equal("4 is even.", Fault(4, odd));
    }

    private static void Fails(string fault, int[] result, int[] expected) =>
        Assert.Equal(fault, Fault(result, new() { Result = expected }));

    private static string? Fault<T>(T result, Expectation<T> expected) =>
        Exercise.Check("04-1", () => result, expected).Fault;
}
