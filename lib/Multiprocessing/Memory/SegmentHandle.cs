namespace Multiprocessing.Memory;

/// <summary>What travels instead of a <see cref="Segment"/>.</summary>
/// <param name="Id">Tells it from every other.</param>
/// <param name="Length">Its bytes of data.</param>
/// <param name="Address">Where one that passed it on has it open.</param>
/// <param name="Maker">Where its maker had it open.</param>
internal sealed record SegmentHandle(Guid Id, long Length, string Address, string Maker)
{
    /// <summary>The handle as a process passes it on that has the segment open under an address of its own.</summary>
    public SegmentHandle PassedOnBy(string? address) =>
        address is null ? this : this with { Address = address };
}
