namespace Multiprocessing.Memory;

/// <summary>
/// The segments that this process has open, each once, however many leases there are on it. The last lease to end closes it.
/// </summary>
internal static class Segments
{
    // Enough that whoever is in the midst of using an array while it is disposed is through before its addresses are another's.
    private const int Retired = 64;

    // Finalizers are other people's code too, and may wait for something.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private static readonly Lock s_gate = new();
    private static readonly Dictionary<Guid, (Segment Segment, int Leases)> s_open = [];
    private static readonly Queue<IDisposable> s_retired = [];

    static Segments()
    {
        if (!OperatingSystem.IsLinux())
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Unlink();
        }
    }

    /// <inheritdoc cref="Segment.Create"/>
    public static Segment Create(long length)
    {
        Segment segment;
        try
        {
            segment = Segment.Create(length);
        }
        catch (Exception e) when (e is IOException or InsufficientMemoryException)
        {
            CloseForgotten();
            segment = Segment.Create(length);
        }

        lock (s_gate)
        {
            Add(segment);
        }

        return segment;
    }

    /// <inheritdoc cref="Segment.Open"/>
    public static Segment Open(SegmentHandle handle)
    {
        try
        {
            return OpenOnce(handle);
        }
        catch (IOException)
        {
            CloseForgotten();
            return OpenOnce(handle);
        }
    }

    /// <summary>One more lease; false if the last one has ended.</summary>
    public static bool TryRetain(Segment segment)
    {
        lock (s_gate)
        {
            // It may have been closed and opened anew meanwhile.
            if (
                !s_open.TryGetValue(segment.Handle.Id, out (Segment Segment, int Leases) open)
                || open.Segment != segment
            )
            {
                return false;
            }

            s_open[segment.Handle.Id] = open with { Leases = open.Leases + 1 };
            return true;
        }
    }

    /// <summary>A lease has ended.</summary>
    /// <param name="segment">What it was on.</param>
    /// <param name="keepAddresses">Whether somebody may be looking at the data at this moment.</param>
    public static void Release(Segment segment, bool keepAddresses)
    {
        Guid id = segment.Handle.Id;
        IDisposable? oldest = null;
        lock (s_gate)
        {
            int leases = s_open[id].Leases - 1;
            if (leases > 0)
            {
                s_open[id] = (segment, leases);
                return;
            }

            s_open.Remove(id);
            Forgetting.Closed(segment.Length);
            if (!keepAddresses)
            {
                segment.Close();
            }
            else if (segment.CloseFile() is { } addresses)
            {
                s_retired.Enqueue(addresses);
                oldest = s_retired.Count > Retired ? s_retired.Dequeue() : null;
            }
        }

        oldest?.Dispose();
        GC.RemoveMemoryPressure(Math.Max(1, segment.Length));
    }

    private static Segment OpenOnce(SegmentHandle handle)
    {
        lock (s_gate)
        {
            if (s_open.TryGetValue(handle.Id, out (Segment Segment, int Leases) open))
            {
                s_open[handle.Id] = open with { Leases = open.Leases + 1 };
                return open.Segment;
            }

            Segment segment = Segment.Open(handle);
            Add(segment);
            return segment;
        }
    }

    /// <summary>The system refuses another: perhaps the room is taken by what was forgotten, or has arrived elsewhere.</summary>
    private static void CloseForgotten()
    {
        Underway.LetGoOfArrived();
        GC.Collect();
        _ = SegmentSweep.Finalizers().Wait(s_patience);
    }

    private static void Add(Segment segment)
    {
        s_open.Add(segment.Handle.Id, (segment, 1));
        Forgetting.Opened(segment.Length);
        GC.AddMemoryPressure(Math.Max(1, segment.Length)); // so that forgotten ones are looked for
    }

    private static void Unlink()
    {
        lock (s_gate)
        {
            foreach ((Segment segment, _) in s_open.Values)
            {
                segment.Unlink();
            }
        }
    }
}
