using Multiprocessing.Code;
using Multiprocessing.Sharing;

namespace Multiprocessing.Links;

/// <summary>
/// One worker as the dispatcher sees it: frames go in, frames come out, some day it dies. A local process is one
/// implementation, a loop back into this process another; nothing above this interface knows the difference.
/// </summary>
internal interface IWorkerLink
{
    /// <summary>The worker's name.</summary>
    string Name { get; }

    /// <summary>How many bytes the worker's process holds for itself; 0 where that cannot be told, as for a worker that is none.</summary>
    long PrivateMemory { get; }

    /// <summary>The worker's process; 0 until it has started.</summary>
    int ProcessId { get; }

    /// <summary>The <see cref="Parcels.ProgressMark"/> that the worker left last; any thread may read it, after the worker's death too.</summary>
    long Progress { get; }

    /// <summary>
    /// A number that changes while the worker uses the processor, takes bytes that it is sent or waits for code: so one that gets
    /// ready for an item is told from one that has been stopped.
    /// </summary>
    long Activity => 0;

    /// <summary>Completes when what the worker printed before it said the last that was received has been shown.</summary>
    Task OutputShown => Task.CompletedTask;

    /// <summary>Where what the worker prints belongs: the context of the call that it works for.</summary>
    ExecutionContext? OutputContext { set; }

    /// <summary>The handles to shared objects among what it is sent, whether it comes to read them or not.</summary>
    Luggage? Luggage { set; }

    /// <summary>Starts the worker in the background. What becomes of it is told to <see cref="ILinkEvents"/>.</summary>
    void Start();

    /// <summary>
    /// Sends frames, in one write where they fit; a worker that is gone takes none, and its death is told. The payloads are the
    /// sender's again afterwards.
    /// </summary>
    void Send(Deque<Frame> frames);

    /// <inheritdoc cref="Send(Deque{Frame})"/>
    void Send(in Frame frame);

    /// <summary>
    /// Takes in what the worker sends on this thread, for a moment or until that is so: whoever waits for a frame has it sooner
    /// when it reads it itself.
    /// </summary>
    void ReadUntil(Func<bool> done);

    /// <summary>Somebody waits for what the worker will send, and not in <see cref="ReadUntil"/>.</summary>
    void ReadSoon() { }

    /// <summary>Ends the worker at once, whatever it does.</summary>
    void Kill();
}

/// <summary>What a link tells. Called on the link's own threads, one at a time for each link.</summary>
internal interface ILinkEvents
{
    /// <summary>Names code to the worker, and answers when it asks for some.</summary>
    CodeBook Code { get; }

    void Received(IWorkerLink link, Frame frame);

    /// <summary>The worker asked for code that it lacked, and was sent this many bytes.</summary>
    void SentCode(int bytes) { }

    /// <summary>Others than the worker tried to connect in its place, and were turned away.</summary>
    /// <param name="link">The worker's.</param>
    /// <param name="strangers">How many, where and why, to follow the word "refused".</param>
    void TurnedAway(IWorkerLink link, string strangers) { }

    /// <summary>The worker sent something other than frames.</summary>
    void Refused(IWorkerLink link, string reason) { }

    /// <summary>The last word of a link: all its output has been read, and is shown when <see cref="IWorkerLink.OutputShown"/> says so.</summary>
    void Died(IWorkerLink link, WorkerExit exit);
}

/// <summary>How a worker ended.</summary>
/// <param name="Code">Its exit code; minus the signal's number when a signal ended it.</param>
/// <param name="StartError">Why it never came up, null when it did.</param>
/// <param name="IsKilled">Whether somebody is known to have ended it, this process or another.</param>
/// <param name="StruckDown">Somebody else killed it: the next may fare better, even when this one was not up yet.</param>
/// <param name="Unhandled">The exception that nobody caught, and that ended it; null when it did not hand one over.</param>
/// <param name="Account">That in words, or what it ended itself with (<see cref="Environment.FailFast(string)"/>); null when it said nothing.</param>
/// <param name="OwnFault">Why this process ended a worker that did nothing wrong; null when it did not.</param>
internal sealed record WorkerExit(
    int Code,
    Exception? StartError = null,
    bool IsKilled = false,
    bool StruckDown = false,
    Exception? Unhandled = null,
    string? Account = null,
    Exception? OwnFault = null
);
