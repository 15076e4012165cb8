using System.Diagnostics;
using Xunit;

namespace Multiprocessing.Tests.Pools;

/// <summary>Arrays so large that they are not copied on their way.</summary>
public class LargeValueSpecs
{
    private const int Length = 500_000;

    private readonly record struct Cell(long Row, double Value);

    [Fact(Timeout = 60_000)]
    public async Task They_go_to_workers_and_come_back()
    {
        await using var pool = new ProcessPool(2);
        double[][] items = [.. Enumerable.Range(0, 6).Select(n => Made(n))];
        double[][] results = pool.Map(
            item =>
            {
                Array.Reverse(item);
                return item;
            },
            items
        );
        for (int n = 0; n < items.Length; n++)
        {
            Assert.Equal(Made(n), items[n]);
            Assert.Equal(Made(n).Reverse(), results[n]);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Structs_and_captured_arrays_do_as_well()
    {
        await using var pool = new ProcessPool(1);
        double[] captured = Made(3);
        Cell[] cells = pool.Run(() =>
            Array.ConvertAll(captured, value => new Cell((long)value, value / 2))
        );
        Assert.Equal(Length, cells.Length);
        Assert.Equal(new Cell(3 + Length - 1, (3 + Length - 1) / 2.0), cells[^1]);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_function_may_return_the_same_array_for_each_item_of_a_chunk()
    {
        foreach (ProcessPool pool in (ProcessPool[])[new ProcessPool(1), ProcessPool.InProcess()])
        {
            await using (pool)
            {
                double[] shared = new double[Length];
                double[][] results = pool.Map(
                    n =>
                    {
                        shared[^1] = n;
                        return shared;
                    },
                    [1, 2, 3],
                    chunkSize: 3
                );
                Assert.Equal([1, 2, 3], results.Select(result => result[^1]));
                Assert.Equal(0, shared[^1]);

                Outcome<double[]>[] outcomes = pool.MapOutcomes(
                    n =>
                    {
                        shared[^1] = n;
                        return n == 2 ? throw new FormatException() : shared;
                    },
                    [1, 2, 3],
                    new MapOptions { ChunkSize = 3 }
                );
                Assert.Equal(1, outcomes[0].Value[^1]);
                Assert.IsType<FormatException>(outcomes[1].Exception);
                Assert.Equal(3, outcomes[2].Value[^1]);
            }
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_that_dies_while_it_sends_one_is_replaced_and_the_item_runs_again()
    {
        await using var pool = new ProcessPool(1);
        string marker = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString());
        try
        {
            double[][] results = pool.Map(
                n =>
                {
                    if (!File.Exists(marker))
                    {
                        File.WriteAllText(marker, "");
                        // Sending it takes longer than this, so most often it dies in the midst of that.
                        new Thread(() =>
                        {
                            Thread.Sleep(10);
                            using var self = Process.GetCurrentProcess();
                            self.Kill();
                        }).Start();
                        return new double[50_000_000];
                    }

                    return [n];
                },
                [5],
                options: new MapOptions { Retries = 1 }
            );
            Assert.Equal([5], results[0]);
        }
        finally
        {
            File.Delete(marker);
        }
    }

    private static double[] Made(int first) =>
        [.. Enumerable.Range(first, Length).Select(n => (double)n)];
}
