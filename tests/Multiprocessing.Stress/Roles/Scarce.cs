using System.Diagnostics;
using System.Globalization;
using Multiprocessing.Stress.Running;

namespace Multiprocessing.Stress.Roles;

/// <summary>
/// A program that may have only a few threads, or open only a few files, more than it has. Says what became of what it did then:
/// of a pool, or of what any program does.
/// </summary>
internal static class Scarce
{
    public const string Worked = "worked";
    public const string Refused = "refused";

    /// <summary>What is done with a pool.</summary>
    public const string Pool = "pool";

    /// <summary>What is done without one, to tell what .NET itself does not survive.</summary>
    public const string Plain = "plain";

    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(300);

    // Timers and the compiler in the background come later.
    private static readonly TimeSpan s_stay = TimeSpan.FromMilliseconds(1500);

    public static async Task<int> PlayAsync(string[] arguments)
    {
        ResourceLimit resource = ResourceLimit.Named(arguments[0]);
        Action use = arguments[1] == Pool ? UsePool : UseSystem;
        int spare = int.Parse(arguments[2], CultureInfo.InvariantCulture);

        use(); // whatever is started or loaded once
        await Task.Delay(s_rest).ConfigureAwait(false);
        int before = await Machine.HandlesAtRestAsync(int.MaxValue).ConfigureAwait(false);
        string outcome = Worked;
        using (resource.LowerTo(resource.Used() + spare))
        {
            try
            {
                use();
            }
            catch (Exception e) when (arguments[1] == Plain && e is not StressException)
            {
                outcome = Refused;
            }
            catch (InvalidOperationException e)
            {
                outcome = Refused;
                Check.That(
                    e.Message.Contains(resource.Name, StringComparison.Ordinal),
                    $"the limit is not named: {e.Message}"
                );
            }

            Thread.Sleep(s_stay);
        }

        use();
        int after = await Machine.HandlesAtRestAsync(before).ConfigureAwait(false);
        Check.That(after <= before, $"{before} handles before, {after} after");
        Console.WriteLine(outcome);
        return 0;
    }

    private static void UsePool()
    {
        using var pool = new ProcessPool(3);
        int[] squares = pool.Map(n => n * n, Enumerable.Range(0, 30));
        Check.That(
            squares.SequenceEqual(Enumerable.Range(0, 30).Select(n => n * n)),
            "wrong results"
        );
    }

    /// <summary>What any program may do: work on the thread pool, a delay, a process.</summary>
    private static void UseSystem()
    {
        int[] squares = [.. Enumerable.Range(0, 30).AsParallel().Select(n => n * n)];
        Check.Same(30, squares.Length, "the number of results");
        Task.Delay(50).GetAwaiter().GetResult();
        using Process process = Process.Start("true");
        process.WaitForExit();
    }
}
