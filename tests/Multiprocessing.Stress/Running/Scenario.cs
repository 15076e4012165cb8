namespace Multiprocessing.Stress.Running;

/// <summary>One line of the table: something that is done to the library, and how long it may take until it is a hang.</summary>
/// <param name="Name">What to call it on the command line.</param>
/// <param name="Done">What is done, in a few words.</param>
/// <param name="Limit">When a scenario that has not ended is ended and has failed.</param>
/// <param name="Run">Does it and returns counts and measurements; throws <see cref="StressException"/> when it does not hold.</param>
internal sealed record Scenario(string Name, string Done, TimeSpan Limit, Func<Task<string>> Run);

/// <summary>Something did not hold.</summary>
internal sealed class StressException(string message) : Exception(message);

/// <summary>What scenarios check with.</summary>
internal static class Check
{
    public static void That(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new StressException(otherwise);
        }
    }

    public static void Same<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new StressException($"{what}: expected {expected}, got {actual}");
        }
    }

    /// <summary>The exception of that type that the action ends with.</summary>
    public static async Task<TException> ThrowsAsync<TException>(Func<Task> action, string what)
        where TException : Exception
    {
        try
        {
            await action().ConfigureAwait(false);
        }
        catch (TException e)
        {
            return e;
        }
        catch (Exception e)
        {
            throw new StressException(
                $"{what}: expected {typeof(TException).Name}, got {e.GetType().Name}: {e.Message}"
            );
        }

        throw new StressException($"{what}: expected {typeof(TException).Name}, got no error");
    }

    /// <summary>Waits until the condition holds; false when the time was up first.</summary>
    public static async Task<bool> Eventually(Func<bool> condition, TimeSpan limit)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > limit)
            {
                return false;
            }

            await Task.Delay(5).ConfigureAwait(false);
        }

        return true;
    }
}
