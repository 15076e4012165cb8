using System.Diagnostics;

namespace Multiprocessing.Charts.Tests;

public class MeasuringSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task A_workload_is_timed_on_every_worker_count_and_beside_it_the_machine()
    {
        var here = Environment.ProcessId;

        var measurement = await Task.Run(
            () =>
                SpeedupMeasurement.Measure(
                    milliseconds =>
                        Environment.ProcessId == here
                            ? throw new InvalidOperationException()
                            : Spin(milliseconds),
                    Enumerable.Repeat(5, 30),
                    maxWorkers: 2,
                    repetitions: 3
                ),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(30, measurement.ItemCount);
        Assert.Equal(3, measurement.Repetitions);
        Assert.Equal(Environment.ProcessorCount, measurement.Cores);
        foreach (var points in new[] { measurement.Points, measurement.Ceiling })
        {
            Assert.Equal([1, 2], points.Select(point => point.Workers));
            Assert.Equal(1, points[0].Speedup);
            Assert.All(points, point => Assert.Equal(3, point.Times.Length));
        }

        // Each item takes its time on the clock however busy the machine is, so no time can be shorter than this.
        Assert.All(
            measurement.Points[0].Times,
            time => Assert.True(time >= TimeSpan.FromMilliseconds(150))
        );
        Assert.All(
            measurement.Points[1].Times,
            time => Assert.True(time >= TimeSpan.FromMilliseconds(75))
        );
        Assert.All(
            measurement.Ceiling.SelectMany(point => point.Times),
            time => Assert.True(time >= TimeSpan.FromMilliseconds(150))
        );
        Assert.DoesNotContain(
            measurement.Warnings,
            warning => warning.StartsWith("Too short", StringComparison.Ordinal)
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task What_the_function_throws_reaches_the_caller()
    {
        var error = await Assert.ThrowsAsync<FormatException>(() =>
            Task.Run(
                () =>
                    SpeedupMeasurement.Measure(
                        int.Parse,
                        ["1", "two", "3"],
                        maxWorkers: 1,
                        repetitions: 1
                    ),
                TestContext.Current.CancellationToken
            )
        );

        Assert.Contains("two", error.Message);
    }

    [Fact]
    public void Nothing_to_do_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            SpeedupMeasurement.Measure(Spin, Array.Empty<int>())
        );

        Assert.StartsWith("There is nothing to measure: items is empty.", error.Message);
    }

    [Theory]
    [InlineData(
        0,
        5,
        1,
        "maxWorkers is 0; it must be at least 1 (leave it out to use every core)."
    )]
    [InlineData(2, -1, 1, "repetitions is -1; it must be at least 1 (5 is a good number).")]
    [InlineData(
        2,
        5,
        0,
        "chunkSize is 0; it must be at least 1 (leave it out to let the pool choose)."
    )]
    public void A_count_below_one_is_refused_in_one_clear_line(
        int maxWorkers,
        int repetitions,
        int chunkSize,
        string message
    )
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() =>
            SpeedupMeasurement.Measure(Spin, [1], maxWorkers, repetitions, chunkSize)
        );

        Assert.StartsWith(message, error.Message);
    }

    private static int Spin(int milliseconds)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < milliseconds) { }
        return milliseconds;
    }
}
