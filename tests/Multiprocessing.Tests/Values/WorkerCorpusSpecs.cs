using Multiprocessing.Tests.Cells;
using Xunit;

namespace Multiprocessing.Tests.Values;

/// <summary>The corpus through real workers: as captured value, as item and as result.</summary>
public class WorkerCorpusSpecs
{
    public static TheoryData<string> Names => CorpusSpecs.Names;

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Names))]
    public async Task A_value_survives_the_way_to_a_worker_and_back(string name)
    {
        await Task.Yield();
        (_, Func<object?> make, Action<object?, object?> check) = Corpus.Shapes.Single(shape =>
            shape.Name == name
        );
        object? original = make();
        check(make(), CellPool.Pool.Map(item => item, new[] { original })[0]);
        check(make(), CellPool.Pool.Run(() => CheckedHere(name, original)));
    }

    /// <summary>In the worker hash codes of strings are others and nothing is shared.</summary>
    private static object? CheckedHere(string name, object? copy)
    {
        (_, Func<object?> make, Action<object?, object?> check) = Corpus.Shapes.Single(shape =>
            shape.Name == name
        );
        check(make(), copy);
        return make();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_sees_hash_containers_that_work_there()
    {
        await Task.Yield();
        var names = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["Ada"] = 1 };
        var set = new HashSet<(string, int)> { ("a", 1) };
        Assert.True(
            CellPool.Pool.Run(() =>
                names["ADA"] == 1 && set.Contains(("a", 1)) && !set.Contains(("a", 2))
            )
        );
    }
}
