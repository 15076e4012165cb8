using Multiprocessing.Parcels;
using Multiprocessing.Values;

namespace Multiprocessing.Links;

/// <summary>What a frame says. The README beside this file draws who sends which and when.</summary>
internal enum FrameKind : byte
{
    /// <summary>To a worker: a call's code and captured values. Call.</summary>
    Parcel = 1,

    /// <summary>To a worker: items to run. Call, Number = chunk.</summary>
    Chunk,

    /// <summary>To a worker: the call's one item, after whose answer the worker forgets the call by itself. Call, Number = chunk.</summary>
    OnlyChunk,

    /// <summary>To a worker: skip what is left of the call's chunk at the next item. Call.</summary>
    Stop,

    /// <summary>To a worker: a captured token was cancelled. Call, Number = which token.</summary>
    Cancel,

    /// <summary>To a worker: the call is over, its parcel may go. Call.</summary>
    Forget,

    /// <summary>To a worker: the answer to <see cref="Need"/>. Number = which question.</summary>
    Reply,

    /// <summary>To a worker: hand back the chunks that are not begun, others have nothing to do.</summary>
    Recall,

    /// <summary>To a worker: end when idle.</summary>
    Shutdown,

    /// <summary>From a worker: it is up.</summary>
    Ready,

    /// <summary>From a worker: a chunk's results. Call, Number = chunk.</summary>
    Result,

    /// <summary>From a worker: an item threw. Call, Number = chunk.</summary>
    Failed,

    /// <summary>From a worker: it left the chunk because the call was stopped. Call, Number = chunk.</summary>
    Stopped,

    /// <summary>From a worker: a chunk handed back, not begun. Call, Number = chunk.</summary>
    Returned,

    /// <summary>From a worker: all that it had not begun has been handed back.</summary>
    Recalled,

    /// <summary>From a worker: it lacks code. Number = which question.</summary>
    Need,

    /// <summary>From a worker: it ends in an orderly way. Call = <see cref="Frame.Alone"/>, or 0 while it waits for processes of its own; Number = exit code.</summary>
    Goodbye,

    /// <summary>From a worker: an exception that nobody caught is about to end it.</summary>
    Unhandled,

    /// <summary>From a worker: a question to an object that processes share. Call = which question, 0 if none needs an answer; Number = who asks.</summary>
    Ask,

    /// <summary>From a worker: who asked waits no longer. Call = which question, Number = who asked.</summary>
    GiveUp,

    /// <summary>From a worker: a process below it has ended. Call = its exit code, Number = its process id.</summary>
    Left,

    /// <summary>To a worker: the answer to <see cref="Ask"/>. Call = which question, Number = who asked.</summary>
    Answer,

    /// <summary>Never sent: a result or failure came for which there was no memory. Call, Number = chunk; the payload is its length.</summary>
    TooLarge,
}

/// <summary>One message between a parent and a worker.</summary>
internal readonly record struct Frame(
    FrameKind Kind,
    int Call,
    int Number,
    ReadOnlyMemory<byte> Payload
)
{
    /// <summary>As the number of a <see cref="FrameKind.Cancel"/>: every token that the call captured.</summary>
    public const int AllTokens = -1;

    /// <summary>As the call of a <see cref="FrameKind.Goodbye"/>: no process of its own keeps the worker waiting.</summary>
    public const int Alone = 1;

    public Frame(FrameKind kind, int call = 0, int number = 0)
        : this(kind, call, number, default(ReadOnlyMemory<byte>)) { }

    public static Frame Of(Parcel parcel, int call) =>
        new(FrameKind.Parcel, call, 0, parcel.Bytes) { Apart = parcel.Apart };

    /// <summary>Two frames, to be sent together.</summary>
    public static Deque<Frame> Pair(in Frame first, in Frame second)
    {
        var both = new Deque<Frame>();
        both.Add(first);
        both.Add(second);
        return both;
    }

    /// <summary>What has been written, as it is: valid until the next write.</summary>
    public Frame(FrameKind kind, int call, int number, PayloadWriter written)
        : this(kind, call, number, written.Written)
    {
        Apart = written.Apart;
    }

    /// <summary>The large arrays that belong to the payload.</summary>
    public ApartArray[] Apart
    {
        get => field ?? ApartArray.None;
        init;
    }

    /// <summary>How many bytes it carries.</summary>
    public int Length
    {
        get
        {
            int length = Payload.Length;
            foreach (ApartArray array in Apart)
            {
                length += array.Length;
            }

            return length;
        }
    }

    /// <summary>The same with bytes and arrays of its own, as if it had been sent and received.</summary>
    public Frame Copied() =>
        this with
        {
            Payload = Payload.ToArray(),
            Apart = Array.ConvertAll(Apart, array => array.Copied()),
        };
}
