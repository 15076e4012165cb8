namespace Multiprocessing.Memory;

/// <summary>
/// The use that leases were opened for, such as a call's chunk in a worker. Once it is over nobody looks any more at the memory
/// of a lease that was lost.
/// </summary>
internal sealed class LeaseScope : IScopesLeases
{
    private volatile bool _isOver;

    public bool IsOver => _isOver;

    LeaseScope? IScopesLeases.LeaseScope => this;

    public void End() => _isOver = true;
}

/// <summary>A reader's or writer's context that knows what the leases it meets are for.</summary>
internal interface IScopesLeases
{
    /// <summary>Null where the items that this process runs tell when a use is over: see <see cref="Forgetting"/>.</summary>
    LeaseScope? LeaseScope { get; }
}
