using System.Runtime.InteropServices;
using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks.Works;

/// <summary>100 MB that a worker reads where they are: handed over without a copy, then copied out at the speed of memory.</summary>
internal static unsafe class SharedRead
{
    private const int Times = 5;
    private const string Memcpy = "memcpy in the worker";
    private const string Small = "SharedArray of one element";
    private static readonly Figure s_handOver = new("hand-over", Unit.Seconds);
    private static readonly Figure s_first = new("first read", Unit.BytesPerSecond);
    private static readonly Figure s_again = new("repeated reads", Unit.BytesPerSecond);

    // In the worker: pages that are there, so that only reading is new.
    private static double* s_source;
    private static double* s_target;

    public static Match Match { get; } =
        new("shared-read", "100 MB in SharedArray<double>, read by a worker", Prepare);

    private static Plan Prepare(Stage stage)
    {
        int bytes = stage.Effort.Of(100_000_000, 50_000_000);
        int length = bytes / sizeof(double);
        ProcessPool pool = stage.Own(new ProcessPool(1));
        pool.Run(() => MakeBuffers(length));
        return new Plan(
            [
                Stage.Ours(() => Read(pool, length)),
                stage.Python(
                    "Python shared_memory",
                    $"shared {bytes} {Times + 1}",
                    seconds =>
                        new()
                        {
                            [s_first] = bytes / seconds[0],
                            [s_again] = bytes / Statistics.Median(seconds[1..]),
                        }
                ),
                new Contender(
                    Memcpy,
                    () =>
                    {
                        double[] seconds = Clock.Seconds(Times, () => pool.Run(() => Copy(length)));
                        return new() { [s_again] = bytes / Statistics.Median(seconds) };
                    }
                ),
                new Contender(Small, () => HandOver(pool, length, isSmall: true)),
            ],
            [
                new(new(Contender.Ours, s_again), new(Memcpy, s_again)) { AtLeast = 0.8 },
                new(new(Contender.Ours, s_first), new(Memcpy, s_again)),
                new(new(Contender.Ours, s_handOver), new(Small, s_handOver)) { AtMost = 2 },
            ]
        );
    }

    private static Dictionary<Figure, double> Read(ProcessPool pool, int length)
    {
        Dictionary<Figure, double> figures = HandOver(pool, length, isSmall: false);
        using SharedArray<double> shared = Filled(length);
        double[] seconds = Clock.Seconds(Times + 1, () => pool.Run(() => CopyOut(shared)));
        figures[s_first] = length * sizeof(double) / seconds[0];
        figures[s_again] = length * sizeof(double) / Statistics.Median(seconds[1..]);
        return figures;
    }

    /// <summary>From the first mention of an array in a call to an element of it back.</summary>
    /// <remarks>The large one is filled in either case, so that it has driven the same out of the processor's caches.</remarks>
    private static Dictionary<Figure, double> HandOver(ProcessPool pool, int length, bool isSmall)
    {
        double[] seconds = new double[Times];
        for (int i = 0; i < Times; i++)
        {
            using SharedArray<double> small = Filled(1);
            using SharedArray<double> large = Filled(length);
            SharedArray<double> handed = isSmall ? small : large;
            seconds[i] = Clock.Seconds(() => pool.Run(() => handed[handed.Length - 1]));
        }

        return new() { [s_handOver] = Statistics.Median(seconds) };
    }

    private static SharedArray<double> Filled(int length)
    {
        var shared = new SharedArray<double>(length);
        shared.Span.Fill(1);
        return shared;
    }

    private static void MakeBuffers(int length)
    {
        s_source = (double*)NativeMemory.Alloc((nuint)length, sizeof(double));
        s_target = (double*)NativeMemory.Alloc((nuint)length, sizeof(double));
        new Span<double>(s_source, length).Fill(1);
        new Span<double>(s_target, length).Fill(2);
    }

    private static void Copy(int length) =>
        new Span<double>(s_source, length).CopyTo(new Span<double>(s_target, length));

    private static void CopyOut(SharedArray<double> shared) =>
        shared.Span.CopyTo(new Span<double>(s_target, shared.Span.Length));
}
