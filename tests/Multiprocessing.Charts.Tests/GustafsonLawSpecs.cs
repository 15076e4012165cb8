namespace Multiprocessing.Charts.Tests;

public class GustafsonLawSpecs
{
    [Fact]
    public void Its_authors_own_example_comes_out()
    {
        // The paper's fluid flow: 1024 processors, serial 0.4 to 0.8 percent of the time, a speedup of 1016.
        Assert.Equal(1015.816, new GustafsonLaw(0.008).Speedup(1024), 9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.05)]
    [InlineData(0.37)]
    [InlineData(1)]
    public void The_serial_fraction_of_a_known_line_is_found(double serial)
    {
        var law = new GustafsonLaw(serial);
        int[] workers = [1, 2, 4, 8, 64];

        var fitted = GustafsonLaw.Fit(workers.Select(n => (n, law.Speedup(n))));

        Assert.Equal(serial, fitted.SerialFraction, 12);
    }

    [Fact]
    public void No_other_fraction_fits_scattered_points_better()
    {
        (int Workers, double Speedup)[] points = [(1, 1), (2, 1.7), (3, 2.9), (4, 3.1)];

        var fitted = GustafsonLaw.Fit(points);

        foreach (
            var other in Enumerable
                .Range(0, 10_001)
                .Select(step => new GustafsonLaw(step / 10_000.0))
        )
        {
            Assert.True(
                Misfit(fitted) <= Misfit(other) + 1e-9,
                $"{other.SerialFraction} fits better"
            );
        }

        double Misfit(GustafsonLaw candidate) =>
            points.Sum(point => Math.Pow(candidate.Speedup(point.Workers) - point.Speedup, 2));
    }

    [Fact]
    public void It_says_of_a_run_what_Amdahl_says_of_the_same_run()
    {
        // 1 s serial and 9 s parallel on 3 workers are 27 s of parallel work on one: 10 % of the time here, 1/28 there.
        Assert.Equal(2.8, new GustafsonLaw(0.1).Speedup(3), 12);
        Assert.Equal(2.8, new AmdahlLaw(1 / 28.0).Speedup(3), 12);
    }

    [Fact]
    public void What_lies_outside_0_to_1_counts_as_its_end()
    {
        Assert.Equal(0, GustafsonLaw.Fit([(1, 1), (2, 2.3), (4, 4.8)]).SerialFraction);
        Assert.Equal(1, GustafsonLaw.Fit([(1, 1), (2, 0.8), (4, 0.6)]).SerialFraction);
    }

    [Fact]
    public void One_worker_count_is_refused_with_the_remedy()
    {
        var error = Assert.Throws<ArgumentException>(() => GustafsonLaw.Fit([(3, 1), (3, 2)]));

        Assert.Contains(
            "Gustafson's law needs speedups at two worker counts or more, and there are 1: measure on more workers",
            error.Message
        );
    }

    [Fact]
    public void What_is_no_speedup_is_refused()
    {
        Assert.Throws<ArgumentException>(() => GustafsonLaw.Fit([(1, 1), (2, 0)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GustafsonLaw(1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GustafsonLaw(0.1).Speedup(0.5));
    }
}
