using System.Runtime.InteropServices;

namespace Multiprocessing.Memory;

/// <summary>
/// A thread that looks at shared memory, for a few instructions at a time. Whoever ends a lease waits for those who look through
/// it, so that the memory does not go while they do.
/// </summary>
/// <remarks>
/// A look must cost little and end lookers rarely. So a thread notes where it looks without a fence, and the one who waits makes
/// all threads of the process pass one. Nothing that can throw, wait or run the user's code may stand between
/// <see cref="Enter"/> and <see cref="Leave"/>: it would keep the lease from ending.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = 3 * CacheLine)] // no other thread writes to the cache line
internal sealed class Visitor
{
    private const int CacheLine = 64;

    private static readonly Lock s_gate = new();
    private static readonly List<WeakReference<Visitor>> s_all = [];

    [ThreadStatic]
    private static Visitor? t_own;

    [FieldOffset(CacheLine)]
    private long _lease; // 0 while it looks nowhere

    /// <summary>The running thread.</summary>
    public static Visitor Own => t_own ?? Make();

    /// <summary>It may be about to look through that lease, which may have ended: that is to be asked after this.</summary>
    public void Enter(long lease) => Volatile.Write(ref _lease, lease);

    /// <summary>It has looked.</summary>
    public void Leave() => Volatile.Write(ref _lease, 0);

    /// <summary>Waits until nobody looks through that lease, of which everybody can see already that it has ended.</summary>
    public static void Await(long lease)
    {
        WeakReference<Visitor>[] all;
        lock (s_gate)
        {
            if (s_all.Count == 0)
            {
                return;
            }

            all = [.. s_all];
        }

        // Outside the lock: others end leases, and threads look for the first time, while this waits. Those come too late to see it.
        Interlocked.MemoryBarrierProcessWide();
        foreach (WeakReference<Visitor> one in all)
        {
            var patience = new SpinWait();
            while (
                one.TryGetTarget(out Visitor? visitor)
                && visitor != t_own // which is here, so it looks no more
                && visitor.LooksThrough(lease)
            )
            {
                patience.SpinOnce();
            }
        }
    }

    private bool LooksThrough(long lease) => Volatile.Read(ref _lease) == lease;

    private static Visitor Make()
    {
        var own = new Visitor();
        lock (s_gate)
        {
            s_all.RemoveAll(static one => !one.TryGetTarget(out _)); // threads that have ended
            s_all.Add(new WeakReference<Visitor>(own));
        }

        return t_own = own;
    }
}
