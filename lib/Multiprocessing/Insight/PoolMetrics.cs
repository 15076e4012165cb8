using System.Diagnostics;
using System.Diagnostics.Metrics;
using Multiprocessing.Dispatch;

namespace Multiprocessing.Insight;

/// <summary>
/// The instruments of the <see cref="Meter"/> "Multiprocessing", named as OpenTelemetry names its own. Where nobody listens a
/// measurement is a look at a flag.
/// </summary>
internal static class PoolMetrics
{
    public const string Name = "Multiprocessing";
    public const string PoolTag = "multiprocessing.pool.name";
    public const string ErrorTag = "error.type";

    private const string Unit = "By";

    private static readonly Meter s_meter = new(Name);

    private static readonly Counter<long> s_items = s_meter.CreateCounter<long>(
        "multiprocessing.items",
        "{item}",
        "Items done."
    );

    private static readonly Histogram<double> s_calls = s_meter.CreateHistogram<double>(
        "multiprocessing.call.duration",
        "s",
        "How long calls took, from when they were made to their outcome."
    );

    private static readonly Counter<long> s_sent = s_meter.CreateCounter<long>(
        "multiprocessing.io.sent",
        Unit,
        "Functions, their code and items sent to workers."
    );

    private static readonly Counter<long> s_received = s_meter.CreateCounter<long>(
        "multiprocessing.io.received",
        Unit,
        "Results received from workers."
    );

    private static readonly Counter<long> s_starts = s_meter.CreateCounter<long>(
        "multiprocessing.worker.starts",
        "{worker}",
        "Workers that came up, those that took the place of others among them."
    );

    private static readonly Counter<long> s_deaths = s_meter.CreateCounter<long>(
        "multiprocessing.worker.deaths",
        "{worker}",
        "Workers that ended without being told to, or never came up."
    );

    static PoolMetrics() =>
        s_meter.CreateObservableUpDownCounter(
            "multiprocessing.workers",
            CountWorkers,
            "{worker}",
            "Workers that there are."
        );

    public static void Items(string pool, long count) => Add(s_items, pool, count);

    public static void Call(string pool, string verb, TimeSpan duration, Exception? error)
    {
        if (s_calls.Enabled)
        {
            var tags = new TagList { Pool(pool), { "multiprocessing.call.verb", verb } };
            if (error is not null)
            {
                tags.Add(ErrorTag, error.GetType().FullName);
            }

            try
            {
                s_calls.Record(duration.TotalSeconds, tags);
            }
            catch (Exception)
            {
                // As below.
            }
        }
    }

    public static void Sent(string pool, long bytes) => Add(s_sent, pool, bytes);

    public static void Received(string pool, long bytes) => Add(s_received, pool, bytes);

    public static void Started(string pool) => Add(s_starts, pool, 1);

    public static void Died(string pool) => Add(s_deaths, pool, 1);

    private static void Add(Counter<long> counter, string pool, long count)
    {
        if (!counter.Enabled)
        {
            return;
        }

        try
        {
            counter.Add(count, Pool(pool));
        }
        catch (Exception)
        {
            // A listener that fails must not take the pool with it, and there is nobody to tell.
        }
    }

    private static KeyValuePair<string, object?> Pool(string name) => new(PoolTag, name);

    private static IEnumerable<Measurement<int>> CountWorkers() =>
        Pools
            .Snapshot()
            .SelectMany(pool =>
                pool.CountWorkers()
                    .Select(state => new Measurement<int>(
                        state.Count,
                        Pool(pool.Insight.Name),
                        new("multiprocessing.worker.state", state.State)
                    ))
            );
}
