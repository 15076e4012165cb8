using Multiprocessing.Stress.Running;

namespace Multiprocessing.Stress.Roles;

/// <summary>A program whose folder for shared memory is small, and then full.</summary>
internal static class DiskFull
{
    private const string Folder = "/dev/shm";
    private const int Large = 64 << 20;

    public static async Task<int> PlayAsync()
    {
        await using var pool = new ProcessPool(2);
        int told = 0;
        int right = 0;

        await TellsAsync(() => _ = new SharedArray<byte>(Large), "an array that does not fit")
            .ConfigureAwait(false);
        await TellsAsync(
                () => pool.Run(() => new SharedArray<byte>(Large).Length),
                "an array that does not fit, in a worker"
            )
            .ConfigureAwait(false);
        await LargeValuesAsync().ConfigureAwait(false);

        string filler = Path.Combine(Folder, "filler");
        Fill(filler);
        await TellsAsync(() => _ = new SharedArray<byte>(8192), "an array in a full folder")
            .ConfigureAwait(false);
        await TellsAsync(() => _ = new SharedValue<long>(1), "a value in a full folder")
            .ConfigureAwait(false);
        await LargeValuesAsync().ConfigureAwait(false);
        await TellsAsync(UseAnother, "a pool that starts while the folder is full")
            .ConfigureAwait(false);
        await TellsAsync(
                () => WorkerProcess.StartNew(() => { }),
                "a process that starts while the folder is full"
            )
            .ConfigureAwait(false);
        Check.Same(12, pool.Run(() => 12), "the pool that was there before the folder was full");

        File.Delete(filler);
        Check.Same(12, pool.Run(() => 12), "the pool when there is room again");
        UseAnother();
        using (var array = new SharedArray<byte>(1 << 20))
        {
            Check.Same(7, pool.Run(() => array[0] = 7), "an array that fits");
        }

        await pool.DisposeAsync().ConfigureAwait(false);
        Check.Same(0, Directory.GetFileSystemEntries(Folder).Length, "what is left in the folder");
        Check.Same(0, Machine.Children().Length, "processes left");
        Console.WriteLine(
            $"{told} told with the folder and its space, {right} large values right, nothing left"
        );
        return 0;

        // Whatever way they take: what comes back is right, or the folder is named.
        async Task LargeValuesAsync()
        {
            Func<Task>[] ways =
            [
                async () =>
                {
                    byte[] result = await pool.RunAsync(() => Filled(3)).ConfigureAwait(false);
                    Check.That(result.AsSpan().SequenceEqual(Filled(3)), "a wrong large result");
                },
                async () =>
                {
                    int[] lengths = await pool.MapAsync(
                            item => item.Count(b => b == 4),
                            [Filled(4)]
                        )
                        .ConfigureAwait(false);
                    Check.Same(Large, lengths[0], "what a worker finds in a large item");
                },
                async () =>
                {
                    byte[] captured = Filled(5);
                    int count = await pool.RunAsync(() => captured.Count(b => b == 5))
                        .ConfigureAwait(false);
                    Check.Same(Large, count, "what a worker finds in a large capture");
                },
            ];
            foreach (Func<Task> way in ways)
            {
                try
                {
                    await way().ConfigureAwait(false);
                    right++;
                }
                catch (IOException e)
                {
                    CheckTold(e, "a large value");
                }
            }
        }

        async Task TellsAsync(Action action, string what) =>
            CheckTold(
                await Check
                    .ThrowsAsync<IOException>(() => Task.Run(action), what)
                    .ConfigureAwait(false),
                what
            );

        void CheckTold(IOException error, string what)
        {
            Check.That(
                error.Message.Contains(Folder, StringComparison.Ordinal)
                    && error.Message.Contains("free", StringComparison.Ordinal),
                $"{what}: the folder and its space are not named: {error.Message}"
            );
            told++;
        }
    }

    private static byte[] Filled(byte value)
    {
        byte[] bytes = new byte[Large];
        bytes.AsSpan().Fill(value);
        return bytes;
    }

    private static void UseAnother()
    {
        using var pool = new ProcessPool(2);
        Check.Same(3, pool.Run(() => 3), "another pool");
    }

    private static void Fill(string path)
    {
        using FileStream file = File.Create(path, bufferSize: 1);
        byte[] page = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(page);
            }
        }
        catch (IOException)
        {
            // Now it is full.
        }
    }
}
