namespace Multiprocessing.Charts.Tests;

public class AmdahlLawSpecs
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.003)]
    [InlineData(0.05)]
    [InlineData(0.37)]
    [InlineData(1)]
    public void The_serial_fraction_of_a_known_curve_is_found(double serial)
    {
        var law = new AmdahlLaw(serial);
        int[] workers = [1, 2, 4, 8, 64];

        var fitted = AmdahlLaw.Fit(workers.Select(n => (n, law.Speedup(n))));

        Assert.Equal(serial, fitted.SerialFraction, 6);
    }

    [Fact]
    public void Two_worker_counts_are_enough()
    {
        // By hand: 1.6 = 1 / (s + (1 - s) / 2) gives s = 2 / 1.6 - 1.
        var fitted = AmdahlLaw.Fit([(1, 1), (2, 1.6)]);

        Assert.Equal(0.25, fitted.SerialFraction, 6);
    }

    [Fact]
    public void Noise_moves_the_fraction_only_a_little_and_no_other_fraction_fits_better()
    {
        var random = new Random(7);
        var law = new AmdahlLaw(0.1);
        var points = Enumerable
            .Range(1, 16)
            .Select(n => (n, law.Speedup(n) * (0.97 + 0.06 * random.NextDouble())))
            .ToArray();

        var fitted = AmdahlLaw.Fit(points);

        Assert.Equal(0.1, fitted.SerialFraction, 0.01);
        foreach (
            var other in Enumerable.Range(0, 10_001).Select(step => new AmdahlLaw(step / 10_000.0))
        )
        {
            Assert.True(
                Misfit(fitted) <= Misfit(other) + 1e-9,
                $"{other.SerialFraction} fits better"
            );
        }

        double Misfit(AmdahlLaw candidate) =>
            points.Sum(point => Math.Pow(candidate.Speedup(point.n) - point.Item2, 2));
    }

    [Fact]
    public void Better_than_ideal_counts_as_nothing_serial()
    {
        Assert.Equal(0, AmdahlLaw.Fit([(1, 1), (2, 2.3), (4, 4.8)]).SerialFraction);
    }

    [Fact]
    public void Slower_than_one_worker_counts_as_all_serial()
    {
        Assert.Equal(1, AmdahlLaw.Fit([(1, 1), (2, 0.8), (4, 0.6)]).SerialFraction);
    }

    [Fact]
    public void The_predicted_speedup_approaches_its_limit()
    {
        var law = new AmdahlLaw(0.25);

        Assert.Equal(1, law.Speedup(1));
        Assert.Equal(1.6, law.Speedup(2), 12);
        Assert.Equal(4, law.Limit);
        Assert.InRange(law.Speedup(1_000_000), 3.9999, 4);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    public void One_worker_count_is_refused_with_the_remedy(int first, int second)
    {
        var error = Assert.Throws<ArgumentException>(() =>
            AmdahlLaw.Fit([(first, 1), (second, 1)])
        );

        Assert.Contains(
            "two worker counts or more, and there are 1: measure on more workers",
            error.Message
        );
    }

    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(2, 0.0)]
    [InlineData(2, double.NaN)]
    [InlineData(2, double.PositiveInfinity)]
    public void What_is_no_speedup_is_refused(int workers, double speedup)
    {
        Assert.Throws<ArgumentException>(() => AmdahlLaw.Fit([(1, 1), (workers, speedup)]));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_fraction_outside_0_to_1_is_refused(double serial)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new AmdahlLaw(serial));
    }
}
