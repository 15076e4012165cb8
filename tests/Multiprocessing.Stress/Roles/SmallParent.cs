namespace Multiprocessing.Stress.Roles;

/// <summary>A parent with a heap of 128 MB, whose workers may have as much as they like.</summary>
internal static class SmallParent
{
    public static async Task<int> PlayAsync(string[] arguments)
    {
        await using var pool = new ProcessPool(
            new PoolOptions
            {
                Workers = 1,
                EnvironmentVariables = new Dictionary<string, string?>
                {
                    ["DOTNET_GCHeapHardLimit"] = null,
                },
            }
        );
        int worker = pool.Run(() => Environment.ProcessId);
        try
        {
            _ = arguments[0] switch
            {
                "array" => pool.Run(() => new double[40_000_000]).Length,
                "text" => pool.Run(() => new string('x', 200_000_000)).Length,
                _ => pool.Map(_ => new byte[1_000_000], Enumerable.Range(0, 300)).Length,
            };
            return 1;
        }
        catch (OutOfMemoryException e)
        {
            Console.WriteLine(e.Message);
        }

        Console.WriteLine($"the same worker: {pool.Run(() => Environment.ProcessId) == worker}");
        return 0;
    }
}
