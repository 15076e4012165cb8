namespace Multiprocessing.Stress.Roles;

/// <summary>A program at a terminal whose user presses Ctrl+C while a map runs.</summary>
internal static class Interrupted
{
    public static async Task<int> PlayAsync(string[] arguments)
    {
        bool handles = arguments.Contains("handles");
        using var source = new CancellationTokenSource();
        if (handles)
        {
            Console.CancelKeyPress += (_, e) =>
            {
                e.Cancel = true;
                source.Cancel();
            };
        }

        await using var pool = new ProcessPool(2);
        pool.Map(n => n, Enumerable.Range(0, 4));
        Task<int[]> map = pool.MapAsync(Item, Enumerable.Range(0, 1000), 1, source.Token);
        WorkerProcess? process = arguments.Contains("process")
            ? WorkerProcess.StartNew(() => Thread.Sleep(Timeout.Infinite))
            : null;
        Console.WriteLine(Role.Ready);
        try
        {
            await map.ConfigureAwait(false);
            return 1;
        }
        catch (OperationCanceledException) when (handles)
        {
            // The workers heard the same key and must still serve.
            Console.WriteLine($"cancelled, and still {pool.Run(() => 7)}");
            return 7;
        }
        finally
        {
            process?.Dispose();
        }
    }

    private static int Item(int n)
    {
        if (n % 2 == 0)
        {
            Thread.Sleep(Timeout.Infinite);
        }

        while (true) { }
    }
}
