using Multiprocessing.Stress.Running;

namespace Multiprocessing.Stress.Roles;

/// <summary>A program whose user may have few processes and threads more than it has: pools of more and more workers.</summary>
internal static class Crowded
{
    public static Task<int> PlayAsync(string[] arguments)
    {
        string? refusal = null;
        int workers = 0;
        while (refusal is null)
        {
            Check.That(++workers <= 30, "no limit is met");
            try
            {
                using var pool = new ProcessPool(workers);
                pool.Map(n => n, Enumerable.Range(0, 100), 1);
            }
            catch (InvalidOperationException e)
            {
                refusal = e.Message;
                Check.That(
                    e.Message.Contains("ulimit -u", StringComparison.Ordinal)
                        || e.Message.Contains("before it was ready", StringComparison.Ordinal),
                    $"the limit is not named: {e.Message}"
                );
            }
        }

        using var last = new ProcessPool(1);
        Check.Same(3, last.Run(() => 3), "the result after the refusal");
        Console.WriteLine($"with {workers} workers refused in words: {refusal}");
        return Task.FromResult(0);
    }
}
