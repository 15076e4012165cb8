using Multiprocessing.Code;
using Multiprocessing.Parcels;
using Multiprocessing.Sharing;

namespace Multiprocessing.Links;

/// <content>What the worker sends.</content>
internal sealed partial class ProcessLink
{
    private void ReadFrames(FramePump pump)
    {
        try
        {
            pump.Keep();
        }
        catch (OutOfMemoryException e)
        {
            _outOfMemory = new InsufficientMemoryException(
                $"This process has too little memory to take in what its worker process {ProcessId} sends; the worker was ended.",
                e
            );
            Kill();
        }
        catch (Exception e)
        {
            // Whatever a worker sends, say because native code there overwrote its memory, must not end this process.
            Refuse($"worker {ProcessId} sent nonsense and is ended. {e.Message}");
        }
    }

    /// <summary>Takes a frame in; true for one that a caller may be waiting for.</summary>
    private bool Handle(Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Need:
                AnswerNeed(frame);
                return false;
            case FrameKind.Goodbye:
                _announcedExit = frame.Number;
                if (frame.Call == Frame.Alone)
                {
                    _farewell ??= new Timer(_ => EndOverdue());
                    _farewell.Change(s_farewellPatience, Timeout.InfiniteTimeSpan);
                }

                return false;
            case FrameKind.Unhandled:
                _unhandled = Failure.Unpack(frame.Payload, events.Code, context: null);
                return false;
            case FrameKind.Ask or FrameKind.GiveUp or FrameKind.Left:
                Home.Current.Forward(frame, this);
                return false;
            case FrameKind.Result or FrameKind.Failed or FrameKind.Stopped or FrameKind.TooLarge:
                frame = frame.Kind == FrameKind.TooLarge ? FailureOf(frame) : frame;
                DrainOutput();
                Luggage = null; // it has read what it was sent, and said so itself
                break;
        }

        events.Received(this, frame);
        return frame.Kind is FrameKind.Result or FrameKind.Failed or FrameKind.Stopped;
    }

    /// <summary>
    /// Where a native library is, resolvers of the program say, which may take their time: not on the thread that reads.
    /// </summary>
    private void AnswerNeed(in Frame question)
    {
        Interlocked.Increment(ref _answering);
        if (!CodeRequest.AsksResolvers(question))
        {
            AnswerNow(question);
            return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(
            kept =>
            {
                try
                {
                    AnswerNow(kept);
                }
                catch (Exception e)
                {
                    Refuse($"worker {ProcessId} asked for code in vain and is ended. {e.Message}");
                    Kill();
                }
            },
            question.Copied(), // what was read is gone at the next read
            preferLocal: false
        );
    }

    private void AnswerNow(in Frame question)
    {
        try
        {
            Frame answer = CodeRequest.Answer(question, events.Code);
            _frames!.TryWrite(answer);
            events.SentCode(answer.Length);
        }
        finally
        {
            Interlocked.Decrement(ref _answering);
        }
    }

    /// <summary>What a call fails with whose result does not fit into memory: this process's fault, not the worker's.</summary>
    private Frame FailureOf(in Frame tooLarge)
    {
        const double Megabyte = 1024 * 1024;
        double length = BitConverter.ToInt32(tooLarge.Payload.Span) / Megabyte;
        var error = new InsufficientMemoryException(
            $"A result of {length:F0} MB from worker process {ProcessId} does not fit into the memory that this process may have. "
                + "Let functions return less, or fewer items at a time (MapOptions.ChunkSize), or put what is large into a SharedArray or a file."
        );
        byte[] packed = Failure.Pack(
            error,
            ItemProgress.Whole,
            events.Code,
            context: null,
            ProcessId
        );
        return new Frame(FrameKind.Failed, tooLarge.Call, tooLarge.Number, packed);
    }

    /// <summary>
    /// What an item printed is read before its result is handed on, and shown before its call ends. Results that came together
    /// are preceded by what was printed then.
    /// </summary>
    private void DrainOutput()
    {
        if (_drained != _frames!.Arrivals)
        {
            _drained = _frames.Arrivals;
            _outputShown = _output!.Drain();
        }
    }
}
