using System.Globalization;

namespace Multiprocessing.Charts.Tests;

public class SpeedupMeasurementSpecs
{
    [Fact]
    public void Medians_and_spread_are_taken_over_the_repetitions()
    {
        var measurement = Sample.Of(
            cores: 2,
            measured: [(1, 4), (2, 5), (1, 3), (2, 1), (1, 5), (2, 2)],
            independent: [(1, 4), (2, 4)]
        );

        var two = measurement.Points[1];
        Assert.Equal(3, measurement.Repetitions);
        Assert.Equal([5, 1, 2], two.Times.Select(time => time.TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(2), two.Median);
        Assert.Equal(TimeSpan.FromSeconds(1), two.Fastest);
        Assert.Equal(TimeSpan.FromSeconds(5), two.Slowest);
        Assert.Equal(2, two.Speedup);
        Assert.Equal(0.8, two.LowestSpeedup);
        Assert.Equal(4, two.HighestSpeedup);
    }

    [Fact]
    public void The_median_of_an_even_number_of_times_lies_between_the_two_in_the_middle()
    {
        var measurement = Sample.Of(1, [(1, 1), (1, 9), (1, 2), (1, 4)], [(1, 1)]);

        Assert.Equal(TimeSpan.FromSeconds(3), measurement.Points[0].Median);
    }

    [Fact]
    public void The_baseline_is_one_worker()
    {
        var one = Sample.ByLaw(serial: 0.2, workers: 3, cores: 4).Points[0];

        Assert.Equal(1, one.Workers);
        Assert.Equal(1, one.Speedup);
    }

    [Fact]
    public void The_ceiling_counts_the_work_of_all_independent_processes()
    {
        // Three processes on two cores do three works in one and a half times the time of one.
        var measurement = Sample.Of(2, [(1, 1), (2, 1), (3, 1)], [(1, 1), (2, 1), (3, 1.5)]);

        Assert.Equal([1, 2, 2], measurement.Ceiling.Select(point => point.Speedup));
    }

    [Fact]
    public void More_workers_than_cores_do_not_count_as_serial_work()
    {
        var measurement = Sample.ByLaw(serial: 0.1, workers: 8, cores: 4);

        Assert.Equal(0.1, measurement.Amdahl!.SerialFraction, 4);
    }

    [Fact]
    public void A_single_core_is_measured_and_the_law_left_out_in_words()
    {
        var measurement = Sample.ByLaw(serial: 0.1, workers: 2, cores: 1);

        Assert.Null(measurement.Amdahl);
        Assert.Contains("Amdahl's law is not fitted", measurement.ToString());
    }

    [Fact]
    public void A_quiet_machine_and_a_long_workload_raise_no_warning()
    {
        Assert.Empty(Sample.ByLaw(serial: 0.05, workers: 4, cores: 4).Warnings);
    }

    [Fact]
    public void A_workload_too_short_to_time_says_so()
    {
        var measurement = Sample.ByLaw(serial: 0.05, workers: 4, cores: 4, baselineSeconds: 0.099);

        var warning = Assert.Single(measurement.Warnings);
        Assert.StartsWith("Too short to time: one worker needs 99 ms, and below 100 ms", warning);
    }

    [Fact]
    public void A_busy_machine_shows()
    {
        var measurement = Sample.Of(2, [(1, 1), (2, 0.9)], [(1, 1), (2, 1.8)]);

        var warning = Assert.Single(measurement.Warnings);
        Assert.StartsWith(
            "A busy machine: 2 independent processes got only 1.11 times as much",
            warning
        );
    }

    [Fact]
    public void Fewer_items_than_workers_shows()
    {
        var measurement = Sample.Of(2, [(1, 1), (2, 0.5)], [(1, 1), (2, 1)], itemCount: 1);

        Assert.Equal(["1 item cannot occupy 2 workers: the rest stay idle."], measurement.Warnings);
    }

    [Fact]
    public void The_table_reads_the_same_in_every_culture()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");

            Assert.Equal(
                """
                workers  median  fastest  slowest  speedup  ceiling  Amdahl
                      1  1.00 s   1.00 s   1.00 s     1.00     1.00    1.00
                      2  600 ms   600 ms   600 ms     1.67     2.00    1.67
                      3  600 ms   600 ms   600 ms     1.67     2.00    2.14
                100 items, 2 cores, median of 1 repetition. Amdahl's law fits with a serial fraction of 20.0 %.
                """.ReplaceLineEndings(),
                Sample.ByLaw(serial: 0.2, workers: 3, cores: 2).ToString()
            );
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Theory]
    [InlineData(1, new[] { 1 })]
    [InlineData(3, new[] { 1, 2, 3 })]
    [InlineData(8, new[] { 1, 2, 3, 4, 5, 6, 7, 8 })]
    [InlineData(10, new[] { 1, 2, 3, 4, 5, 6, 7, 8, 10 })]
    [InlineData(32, new[] { 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 24, 32 })]
    public void Large_machines_are_measured_in_growing_steps(int most, int[] counts)
    {
        Assert.Equal(counts, WorkerCounts.UpTo(most));
    }
}
