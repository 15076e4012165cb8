using Multiprocessing.Links;

namespace Multiprocessing.Dispatch;

/// <summary>What a worker is to be sent in one go.</summary>
/// <param name="Seat">The worker's place.</param>
/// <param name="Link">The worker.</param>
/// <param name="Call">What it shall work for.</param>
/// <param name="Chunks">The chunks, in order.</param>
/// <param name="NeedsParcel">The worker does not have the call's code and captured values yet.</param>
internal readonly record struct Assignment(
    Seat Seat,
    IWorkerLink Link,
    Call Call,
    Deque<Chunk> Chunks,
    bool NeedsParcel
);
