using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Multiprocessing.Tests.Cells;
using Xunit;

namespace Multiprocessing.Tests.Insight;

public sealed class MetricsSpecs : IDisposable
{
    private const string Pool = "measured pool";

    private readonly ConcurrentQueue<Measured> _measured = new();
    private readonly MeterListener _listener = new();
    private readonly ProcessPool _pool;

    public MetricsSpecs()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Multiprocessing")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((i, v, tags, _) => Add(i, v, tags));
        _listener.SetMeasurementEventCallback<int>((i, v, tags, _) => Add(i, v, tags));
        _listener.SetMeasurementEventCallback<double>((i, v, tags, _) => Add(i, v, tags));
        _listener.Start();
        _pool = new ProcessPool(new PoolOptions { Workers = 2, Name = Pool });
    }

    public void Dispose()
    {
        _pool.Dispose();
        _listener.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task Items_calls_and_bytes_are_counted()
    {
        await Task.Yield();
        _pool.Map(n => new byte[1000], Enumerable.Range(0, 50));
        Assert.Throws<DivideByZeroException>(() => _pool.Run(() => 1 / "".Length));

        Assert.Equal(50, Sum("multiprocessing.items"));
        Assert.InRange(Sum("multiprocessing.io.received"), 50_000, 200_000);
        Assert.InRange(Sum("multiprocessing.io.sent"), 200, 200_000);
        Assert.Collection(
            Of("multiprocessing.call.duration"),
            call =>
            {
                Assert.Equal(("s", "Map"), (call.Unit, call.Tags["multiprocessing.call.verb"]));
                Assert.DoesNotContain("error.type", call.Tags.Keys);
                Assert.InRange(call.Value, 0.0001, 30);
            },
            call =>
            {
                Assert.Equal("Run", call.Tags["multiprocessing.call.verb"]);
                Assert.Equal("System.DivideByZeroException", call.Tags["error.type"]);
            }
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task The_code_of_a_cell_counts_as_sent_once_for_each_worker_that_fetches_it()
    {
        var session = new CellSession();
        var function = await session.Run<Func<int>>("int Answer() => 42; (Func<int>)Answer");
        using var pool = new ProcessPool(new PoolOptions { Workers = 1, Name = Pool });

        Assert.Equal(42, pool.Run(function));
        long first = Sum("multiprocessing.io.sent");
        Assert.Equal(42, pool.Run(function));
        long second = Sum("multiprocessing.io.sent") - first;

        Assert.InRange(first - second, 1000, 20_000); // an assembly of one cell
        Assert.InRange(second, 1, 1000);
    }

    [Fact(Timeout = 60_000)]
    public async Task Workers_their_starts_and_their_deaths_are_counted()
    {
        Assert.Equal(2, _pool.Map(_ => Wait(), [1, 2], chunkSize: 1).Length);
        Assert.Equal(
            (2, 0),
            (Sum("multiprocessing.worker.starts"), Sum("multiprocessing.worker.deaths"))
        );

        Assert.Throws<WorkerDiedException>(() => _pool.Run(() => Environment.Exit(3)));
        Assert.True(
            await Harness.Eventually(
                () => Sum("multiprocessing.worker.starts") == 3,
                TimeSpan.FromSeconds(20)
            )
        );
        Assert.Equal(1, Sum("multiprocessing.worker.deaths"));

        _listener.RecordObservableInstruments();
        Assert.Equal(2, Sum("multiprocessing.workers"));
        Assert.Equal(
            2,
            Of("multiprocessing.workers")
                .Single(m => (string?)m.Tags["multiprocessing.worker.state"] == "idle")
                .Value
        );

        _pool.Close();
        _pool.Join();
        Assert.Equal(1, Sum("multiprocessing.worker.deaths")); // those that were told to end do not count
    }

    private static int Wait()
    {
        Thread.Sleep(200);
        return 0;
    }

    private Measured[] Of(string instrument) =>
        [.. _measured.Where(measured => measured.Instrument == instrument)];

    private long Sum(string instrument) => (long)Of(instrument).Sum(measured => measured.Value);

    private void Add(
        Instrument instrument,
        double value,
        ReadOnlySpan<KeyValuePair<string, object?>> tags
    )
    {
        Dictionary<string, object?> all = tags.ToArray().ToDictionary();
        if (Equals(all["multiprocessing.pool.name"], Pool))
        {
            _measured.Enqueue(new Measured(instrument.Name, instrument.Unit, value, all));
        }
    }

    private sealed record Measured(
        string Instrument,
        string? Unit,
        double Value,
        Dictionary<string, object?> Tags
    );
}
