using Multiprocessing.Benchmarks.Growth;
using Multiprocessing.Benchmarks.Running;
using Multiprocessing.Benchmarks.Works;

namespace Multiprocessing.Benchmarks;

/// <summary>All works, in the order of the report.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Work> All { get; } =
    [
        MapOfTrivialItems.OneItemAMessage,
        MapOfTrivialItems.DefaultChunks,
        MapOfTrivialItems.ManyDefaultChunks,
        RunLatency.Match,
        PoolStart.First,
        PoolStart.Second,
        LargeArray.Item,
        LargeArray.Result,
        SharedRead.Match,
        Records.Match,
        BusyMap.Even,
        BusyMap.Uneven,
        CellSpeed.Match,
        IdleMemory.Match,
        ParentOverhead.Match,
        LabRun.Match,
        LabExport.Match,
        ItemCount.Curve,
        PayloadSize.Curve,
        WorkerCount.Curve,
    ];
}
