using System.Globalization;
using Multiprocessing.Stress.Running;

namespace Multiprocessing.Stress.Roles;

/// <summary>
/// A program whose user has as many processes and threads as it may, but a few: whatever a worker's start lacks must be told.
/// </summary>
internal static class Crowded
{
    private const int Fewest = 4;

    public static Task<int> PlayAsync(string[] arguments)
    {
        int most = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        Use(); // whatever is started once
        int refused = 0;
        for (int spare = Fewest; spare <= most; spare += 2)
        {
            try
            {
                Crowd(spare);
            }
            catch (InvalidOperationException e)
            {
                refused++;
                Check.That(
                    e.Message.Contains("ulimit -u", StringComparison.Ordinal),
                    $"with {spare} left the limit is not named: {e.Message}"
                );
            }
        }

        Use();
        Check.That(refused > 0, "no limit was met");
        Console.WriteLine(
            $"{Fewest} to {most} processes and threads left: {refused} starts refused in words"
        );
        return Task.FromResult(0);
    }

    /// <summary>Uses a pool while all but that many threads are taken.</summary>
    private static void Crowd(int spare)
    {
        List<(Thread Thread, ManualResetEventSlim Done)> crowd = [];
        try
        {
            while (crowd.Count < 1000)
            {
                var leave = new ManualResetEventSlim();
                var thread = new Thread(leave.Wait, 64 * 1024);
                thread.Start();
                crowd.Add((thread, leave));
            }
        }
        catch (OutOfMemoryException)
        {
            // Now there is none left.
        }

        foreach ((Thread thread, ManualResetEventSlim leave) in crowd.TakeLast(spare))
        {
            leave.Set();
            thread.Join();
        }

        try
        {
            Use();
        }
        finally
        {
            crowd.ForEach(one => one.Done.Set());
            crowd.ForEach(one => one.Thread.Join());
        }
    }

    private static void Use()
    {
        using var pool = new ProcessPool(1);
        Check.Same(3, pool.Run(() => 3), "the result");
    }
}
