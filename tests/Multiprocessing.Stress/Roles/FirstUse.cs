using Multiprocessing.Stress.Running;

namespace Multiprocessing.Stress.Roles;

/// <summary>A program that has used nothing of the library yet. Says what became of its first use.</summary>
internal static class FirstUse
{
    public const string Role = "first-use";
    public const string Worked = "worked";

    /// <summary>A pool maps a trivial function.</summary>
    public const string Pool = "pool";

    /// <summary>A process of its own calls a function.</summary>
    public const string Process = "process";

    /// <summary>A pool takes large values and shared memory.</summary>
    public const string Memory = "memory";

    /// <summary>A token is put into a queue before any call is made.</summary>
    public const string Token = "token";

    /// <summary>A pool under a configuration that is not the usual one.</summary>
    public const string Configured = "configured";

    public static async Task<int> PlayAsync(string[] arguments)
    {
        try
        {
            await UseAsync(arguments[0]).ConfigureAwait(false);
            Console.WriteLine(Worked);
        }
        catch (InvalidOperationException e)
        {
            Console.WriteLine(e.Message);
        }

        return 0;
    }

    private static async Task UseAsync(string what)
    {
        switch (what)
        {
            case Pool:
                using (var pool = new ProcessPool(2))
                {
                    Check.That(
                        pool.Map(n => n * n, [1, 2, 3]).SequenceEqual([1, 4, 9]),
                        "wrong results"
                    );
                }

                break;
            case Process:
                Check.Same(
                    3,
                    await WorkerProcess.RunAsync(() => 3).ConfigureAwait(false),
                    "the result"
                );
                break;
            case Memory:
                UseMemory();
                break;
            case Token:
                UseToken();
                break;
            case Configured:
                UseConfiguration();
                break;
            default:
                throw new ArgumentException($"There is no '{what}'.", nameof(what));
        }
    }

    private static void UseMemory()
    {
        const int Large = 4_000_000;
        using var pool = new ProcessPool(2);
        Check.Same(Large, pool.Map(a => a.Length, [new double[Large]])[0], "the length");
        using var array = new SharedArray<byte>(100_000_000);
        array[5] = 7;
        Check.Same(8, pool.Run(() => ++array[5]), "what the worker finds");
        Check.Same(8, array[5], "what it wrote");
        using SharedArray<int> made = pool.Run(() => new SharedArray<int>([1, 2]));
        Check.Same(3, made.ToArray().Sum(), "what a worker made");
    }

    private static void UseConfiguration()
    {
        const string Name = "Multiprocessing.Stress";
        AppContext.SetSwitch(Name, true);
        AppContext.SetData(Name + ".Text", "text");
        // No such version is installed: without the setting a worker would not come up.
        Environment.SetEnvironmentVariable("CLR_ICU_VERSION_OVERRIDE", "9.9");
        AppContext.SetData("System.Globalization.Invariant", "true");
        using var pool = new ProcessPool(1);
        string seen = pool.Run(() =>
        {
            AppContext.TryGetSwitch(Name, out bool on);
            string[] words = ["b", "A", "a"];
            Array.Sort(words); // by the culture
            string? variable = Environment.GetEnvironmentVariable(
                "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"
            );
            return $"{on} {AppContext.GetData(Name + ".Text")} {string.Concat(words)} {variable}";
        });
        Check.Same("True text Aab ", seen, "the worker's configuration");
    }

    private static void UseToken()
    {
        using var queue = new ProcessQueue<CancellationToken>();
        queue.Put(new CancellationToken(canceled: true));
        using var pool = new ProcessPool(1);
        using var source = new CancellationTokenSource();
        CancellationToken token = source.Token;
        Task<bool> told = pool.RunAsync(() => token.WaitHandle.WaitOne(TimeSpan.FromSeconds(20)));
        source.Cancel();
        Check.That(told.GetAwaiter().GetResult(), "the worker was not told of the cancellation");
        Check.That(queue.Take().IsCancellationRequested, "the token in the queue");
    }
}
