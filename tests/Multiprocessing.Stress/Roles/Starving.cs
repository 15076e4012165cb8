using System.Globalization;
using Multiprocessing.Stress.Running;

namespace Multiprocessing.Stress.Roles;

/// <summary>
/// A program that has nearly no descriptors left, then one more, and so on: whatever a worker's start lacks at each step must be
/// told, and nothing lost.
/// </summary>
internal static class Starving
{
    // Each thread of .NET takes two: with fewer the runtime itself ends the process when it wants one of its own.
    private const int Fewest = 4;
    private const string Limit = "ulimit -n";

    public static async Task<int> PlayAsync(string[] arguments)
    {
        int most = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        Use(); // whatever is loaded once
        int before = await HandlesAtRestAsync(int.MaxValue).ConfigureAwait(false);
        int refused = 0;
        for (int spare = Fewest; spare <= most; spare++)
        {
            refused += Starve(spare) ? 1 : 0;
        }

        int after = await HandlesAtRestAsync(before).ConfigureAwait(false);
        Check.That(after <= before, $"{before} handles before, {after} after");
        Check.That(refused > 1, $"only {refused} starts were refused");
        Use();
        Console.WriteLine(
            $"{most - Fewest + 1} starts with {Fewest} to {most} descriptors left: {refused} refused in words, nothing lost"
        );
        return 0;
    }

    /// <summary>Starts a pool with that many descriptors; true when it was refused.</summary>
    private static bool Starve(int spare)
    {
        List<FileStream> hoard = [];
        try
        {
            try
            {
                while (true)
                {
                    hoard.Add(File.OpenRead("/dev/null"));
                }
            }
            catch (IOException)
            {
                // Now there is none left.
            }

            foreach (FileStream stream in hoard.TakeLast(spare))
            {
                stream.Dispose();
            }

            Use();
            return false;
        }
        catch (InvalidOperationException e)
        {
            hoard.ForEach(stream => stream.Dispose());
            Check.That(
                e.Message.Contains(Limit, StringComparison.Ordinal),
                $"with {spare} descriptors: the limit is not named: {e.Message}"
            );
            return true;
        }
        finally
        {
            hoard.ForEach(stream => stream.Dispose());
        }
    }

    private static void Use()
    {
        using var pool = new ProcessPool(1);
        Check.Same(3, pool.Run(() => 3), "the result");
    }

    private static async Task<int> HandlesAtRestAsync(int most)
    {
        // The last output threads end in their own time.
        await Check
            .Eventually(
                () =>
                {
                    GC.Collect();
                    GC.WaitForPendingFinalizers();
                    return most < int.MaxValue && Machine.Handles() <= most;
                },
                TimeSpan.FromSeconds(3)
            )
            .ConfigureAwait(false);
        return Machine.Handles();
    }
}
