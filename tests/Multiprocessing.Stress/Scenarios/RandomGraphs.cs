using CsCheck;
using Multiprocessing.Code;
using Multiprocessing.Stress.Graphs;
using Multiprocessing.Values;

namespace Multiprocessing.Stress.Scenarios;

/// <summary>Random object graphs travel. What fails is told with the seed that makes it again, as small as can be found.</summary>
internal static class RandomGraphs
{
    private const int Batch = 50;

    /// <summary>Through the codec, in this process.</summary>
    /// <param name="graphs">How many.</param>
    /// <param name="seed">Where to begin; null for anywhere, or what a failure named to see it again.</param>
    public static Task<string> InMemoryAsync(int graphs, string? seed = null) =>
        Task.Run(() =>
        {
            new GraphGen().Sample(
                graph => Isomorphism.Check(graph, Copy(graph)),
                iter: graphs,
                seed: seed,
                print: graph => graph?.GetType().ToString() ?? "null"
            );
            return $"{graphs:N0} graphs: equal, sharing and cycles too";
        });

    /// <summary>Through real workers: as items, as captured values and as results.</summary>
    /// <param name="graphs">How many.</param>
    /// <param name="seed">As above.</param>
    public static async Task<string> ThroughWorkersAsync(int graphs, string? seed = null)
    {
        await using var pool = new ProcessPool(2);
        new GraphGen()
            .List[Batch]
            .Sample(
                batch =>
                {
                    object?[] items = [.. batch];
                    List<object?> back = [.. pool.Map(item => item, items, chunkSize: 10)];
                    for (int i = 0; i < items.Length; i++)
                    {
                        Isomorphism.Check(items[i], back[i]); // each by itself: items do not share
                    }
                },
                iter: Math.Max(1, graphs / Batch / 2),
                threads: 1,
                seed: seed,
                print: batch => $"{batch.Count} graphs"
            );
        new GraphGen().Sample(
            graph => Isomorphism.Check(graph, pool.Run(() => graph)),
            iter: graphs / 2,
            threads: 2,
            seed: seed,
            print: graph => graph?.GetType().ToString() ?? "null"
        );
        return $"{graphs:N0} graphs to workers and back: equal, sharing and cycles too";
    }

    private static object? Copy(object? graph)
    {
        using var output = new PayloadWriter();
        var writer = new GraphWriter(output, CodeBook.Shared, new Reach());
        writer.Write(graph, "the graph");
        return new GraphReader(output.ToArray(), CodeBook.Shared).Read<object?>();
    }
}
