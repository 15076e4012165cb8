using System.Reflection;
using System.Runtime.CompilerServices;

namespace Multiprocessing.Dispatch;

/// <summary>
/// What an item of a function took last: the next map of the same function begins with chunks of the right size instead of
/// finding it out message by message. Items that take longer this time are handed back when a chunk's time is up.
/// </summary>
internal sealed class ItemCost
{
    private static readonly ConditionalWeakTable<MethodBase, ItemCost> s_known = [];

    private double _ticks;

    /// <summary>In ticks of <see cref="System.Diagnostics.Stopwatch"/>; 0 while it is not known.</summary>
    public double Ticks
    {
        get => Volatile.Read(ref _ticks);
        set => Volatile.Write(ref _ticks, value);
    }

    public static ItemCost Of(Delegate function) => s_known.GetOrCreateValue(function.Method);
}
