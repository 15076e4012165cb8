using System.Diagnostics;

namespace Multiprocessing.Memory;

/// <summary>
/// Keeps segments open while handles of them are underway, for until somebody has opened one it may be that nobody else has
/// the segment. A count in the segment itself tells when all have arrived.
/// </summary>
internal static class Underway
{
    private const int Few = 16;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private static readonly Lock s_gate = new();

    // Made for the first: most processes send none.
    private static HashSet<Held>? s_held;
    private static Timer? s_look;
    private static int s_mostUnseen = Few;

    /// <summary>A handle is about to be sent.</summary>
    /// <param name="segment">Of what.</param>
    /// <param name="sender">On whose behalf; see <see cref="Forget"/>.</param>
    /// <returns>False if nobody in this process has the segment any more.</returns>
    public static bool TrySend(Segment segment, object? sender)
    {
        lock (s_gate)
        {
            s_held ??= [];
            s_look ??= new Timer(_ => LetGoOfArrived());
            LookAmongMany();
            var held = new Held(segment, sender);
            if (!s_held.Contains(held))
            {
                if (!Segments.TryRetain(segment))
                {
                    return false;
                }

                s_held.Add(held);
            }

            Interlocked.Increment(ref segment.Underway);
            s_look.Change(s_pause, s_pause);
            return true;
        }
    }

    /// <summary>A handle has arrived and this process has the segment open.</summary>
    public static void Arrived(Segment segment) => Interlocked.Decrement(ref segment.Underway);

    /// <summary>Whether something that the sender has sent has not arrived, as far as was looked.</summary>
    public static bool Holds(object sender)
    {
        lock (s_gate)
        {
            return s_held is not null && s_held.Any(held => held.Sender == sender);
        }
    }

    /// <summary>What that sender has sent and has not arrived is not wanted any more.</summary>
    public static void Forget(object sender) => LetGo(held => held.Sender == sender);

    /// <summary>Waits until all have arrived, or the time is up.</summary>
    public static void Wait(TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        while (LetGoOfArrived() > 0 && watch.Elapsed < limit)
        {
            Thread.Sleep(1);
        }
    }

    /// <summary>What has arrived is held no longer.</summary>
    /// <returns>How many are still held.</returns>
    public static int LetGoOfArrived() =>
        LetGo(held => Interlocked.Read(ref held.Segment.Underway) <= 0);

    /// <summary>Each holds a file: who sends many in a moment does not wait until the timer looks.</summary>
    private static void LookAmongMany()
    {
        if (s_held!.Count >= s_mostUnseen)
        {
            s_mostUnseen = Math.Max(Few, 2 * LetGoOfArrived());
        }
    }

    /// <returns>How many are still held.</returns>
    private static int LetGo(Func<Held, bool> isDone)
    {
        lock (s_gate)
        {
            if (s_held is null or { Count: 0 })
            {
                return 0; // as in most processes at any time
            }

            foreach (Held held in s_held.Where(isDone).ToArray())
            {
                s_held.Remove(held);
                Segments.Release(held.Segment, keepAddresses: true);
            }

            if (s_held.Count == 0)
            {
                s_look!.Change(Timeout.Infinite, Timeout.Infinite);
            }

            return s_held.Count;
        }
    }

    private sealed record Held(Segment Segment, object? Sender);
}
