namespace Multiprocessing.Parcels;

/// <summary>
/// Which call's which item a worker stands at, in one number that is stored in one go. The call is part of it, so that what
/// an earlier call left there is never taken for the present one's.
/// </summary>
internal static class ProgressMark
{
    private const int ItemBits = 40;
    private const int CallMask = 0x7FFFFF;
    private const long ItemMask = (1L << ItemBits) - 1;

    public static long Of(int call, long item) =>
        ((long)(call & CallMask) << ItemBits) | (item - ItemProgress.Whole);

    /// <summary>The item, null when the mark is not that call's.</summary>
    public static long? ItemOf(long mark, int call) =>
        mark >> ItemBits == (call & CallMask) ? (mark & ItemMask) + ItemProgress.Whole : null;
}
