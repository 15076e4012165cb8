namespace Multiprocessing.Stress.Roles;

/// <summary>A parent whose workers compute: in tight loops, asleep, in a worker's own workers, in a process.</summary>
internal static class Computing
{
    public static async Task<int> PlayAsync(string[] arguments)
    {
        string folder = arguments[0];
        Console.WriteLine(Role.Starting);
        var pool = new ProcessPool(3);
        Task calls = Task.WhenAll(
            pool.RunAsync(() => Spin(folder, "tight")),
            pool.RunAsync(() => Sleep(folder, "asleep")),
            pool.RunAsync(() =>
            {
                using var inner = new ProcessPool(1);
                inner.Run(() => Spin(folder, "nested"));
            })
        );
        WorkerProcess.StartNew(() => Spin(folder, "process"));
        while (Directory.GetFiles(folder).Length < 4)
        {
            await Task.WhenAny(calls, Task.Delay(5)).ConfigureAwait(false);
        }

        Console.WriteLine(Role.Ready);
        await calls.ConfigureAwait(false);
        return 0;
    }

    private static void Spin(string folder, string name)
    {
        File.WriteAllText(Path.Combine(folder, name), "");
        while (true) { }
    }

    private static void Sleep(string folder, string name)
    {
        File.WriteAllText(Path.Combine(folder, name), "");
        Thread.Sleep(Timeout.Infinite);
    }
}
