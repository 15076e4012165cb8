namespace Multiprocessing.Parcels;

/// <summary>
/// Which call's which item a worker stands at, in one number that is stored in one go. The call is part of it, so that what
/// an earlier call left there is never taken for the present one's.
/// </summary>
internal static class ProgressMark
{
    private const int ItemBits = 39;
    private const int CallMask = 0x7FFFFF;
    private const int CallShift = ItemBits + 1;
    private const long Opening = 1L << ItemBits;
    private const long ItemMask = Opening - 1;

    public static long Of(int call, long item) =>
        ((long)(call & CallMask) << CallShift) | (item - ItemProgress.Whole);

    /// <summary>The call's parcel is being opened, of which the item is the first to need it.</summary>
    public static long OfOpening(int call, long item) => Of(call, item) | Opening;

    /// <summary>False while the mark is one of <see cref="OfOpening"/>: the function has not been called yet.</summary>
    public static bool IsRunning(long mark) => (mark & Opening) == 0;

    /// <summary>The item, null when the mark is not that call's.</summary>
    public static long? ItemOf(long mark, int call) =>
        mark >> CallShift == (call & CallMask) ? (mark & ItemMask) + ItemProgress.Whole : null;
}
