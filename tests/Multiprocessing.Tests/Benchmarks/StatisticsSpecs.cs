using Multiprocessing.Benchmarks.Running;
using Xunit;

namespace Multiprocessing.Tests.Benchmarks;

public class StatisticsSpecs
{
    private static readonly Figure s_time = new("time", Unit.Seconds);
    private static readonly Quantity s_ours = new("ours", s_time);
    private static readonly Quantity s_theirs = new("theirs", s_time);

    [Theory]
    [InlineData(new double[] { 3 }, 3)]
    [InlineData(new double[] { 5, 1, 3 }, 3)]
    [InlineData(new double[] { 4, 1, 3, 2 }, 2.5)]
    public void The_median_is_the_middle_one(double[] values, double median) =>
        Assert.Equal(median, Statistics.Median(values));

    [Fact]
    public void A_percentile_lies_between_its_neighbours()
    {
        double[] values = [.. Enumerable.Range(0, 101).Select(n => (double)n)];
        Assert.Equal(99, Statistics.Percentile(values, 0.99));
        Assert.Equal(100, Statistics.Percentile(values, 1));
        Assert.Equal(19, Statistics.Percentile([10, 20], 0.9));
    }

    [Fact]
    public void Ratios_are_taken_sample_by_sample()
    {
        // Whatever slows one sample slows both of its sides.
        var goal = new Goal(s_ours, s_theirs) { AtMost = 0.5 };
        Assert.Equal([0.5, 0.5, 2], goal.Values([Taken(1, 2), Taken(10, 20), Taken(4, 2)]));
        Assert.True(goal.IsMetBy(0.5));
        Assert.False(goal.IsMetBy(0.51));
    }

    [Fact]
    public void What_was_not_measured_has_no_ratio()
    {
        var goal = new Goal(s_ours, s_theirs) { AtLeast = 2 };
        Assert.Empty(goal.Values([Taken(1, null)]));
        Assert.Null(new Samples([Taken(1, null)], 0, AreControlled: true)[s_theirs]);
    }

    [Theory]
    [InlineData(1, 1, true)] // two did twice the work of one in the same time
    [InlineData(1, 1.2, false)] // the second core was not all there
    [InlineData(1.3, 1, false)] // the one alone was disturbed
    public void A_control_is_good_where_two_processes_get_two_cores(
        double alone,
        double together,
        bool isGood
    ) => Assert.Equal(isGood, Control.IsGood(Control.Speedup(alone, together)));

    [Fact]
    public void Samples_beside_bad_controls_count_only_where_there_are_hardly_others_and_it_is_told()
    {
        Sample[] good = [Taken(1, 1), Taken(1, 1), Taken(1, 1)];
        Sample[] spoiled = [Taken(9, 9), Taken(9, 9)];
        var enough = Samples.Choose(good, spoiled);
        Assert.Equal(1, enough[s_ours]!.Highest);
        Assert.True(enough.AreControlled);

        var few = Samples.Choose(good[..1], spoiled);
        Assert.Equal(9, few[s_ours]!.Highest);
        Assert.False(few.AreControlled);
    }

    private static Sample Taken(double ours, double? theirs)
    {
        var sample = new Sample();
        sample.Add("ours", new() { [s_time] = ours });
        if (theirs is { } value)
        {
            sample.Add("theirs", new() { [s_time] = value });
        }

        return sample;
    }
}
