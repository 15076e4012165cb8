using System.Diagnostics;
using Multiprocessing.Code;
using Multiprocessing.Links;
using Multiprocessing.Memory;
using Multiprocessing.Parcels;
using Multiprocessing.Values;

namespace Multiprocessing.Workers;

/// <summary>
/// What a worker does with frames: keeps parcels, runs chunks one after another on the thread of <see cref="Run"/>, and
/// answers. The same engine runs in worker processes and, for pools in this process, on a thread.
/// </summary>
[StackTraceHidden]
internal sealed class WorkerEngine(
    ICodeBook code,
    Action<Frame> send,
    Action<Deque<Frame>> sendApart,
    ItemProgress progress,
    bool ownsProcess,
    bool followsCallers
)
{
    private readonly Inbox _inbox = new();

    // A process has one item at a time. Those of workers on threads end each at its own time.
    private readonly CallScopes _calls = new(scopeLeases: !ownsProcess);
    private volatile CallScope? _running;
    private readonly List<int> _lingering = [];
    private int? _entered; // in which call's directory this process is

    /// <summary>Takes a frame from the parent; never waits.</summary>
    public void Receive(in Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Parcel:
                _calls.Add(frame);
                break;
            case FrameKind.Cancel when _calls.Find(frame.Call) is { } call:
                call.Cancel(frame.Number);
                break;
            case FrameKind.Stop when _calls.Find(frame.Call) is { } call:
                call.Stopped = true;
                if (call == _running)
                {
                    progress.Stop();
                }

                break;
            case FrameKind.Forget when _calls.Remove(frame.Call, out bool runs) is { } over:
                Underway.Forget(over);
                if (!runs)
                {
                    End(over);
                }

                break;
            case FrameKind.Shutdown:
                _inbox.Complete();
                break;
            case FrameKind.Recall:
                HandBackAsked();
                break;
            case FrameKind.Chunk or FrameKind.OnlyChunk:
                _inbox.Add(frame);
                break;
        }
    }

    /// <summary>Runs chunks until told to shut down.</summary>
    /// <param name="waitForMore">Called when there is nothing to do, to wait until the inbox has something.</param>
    /// <param name="around">Calls what it is given, which runs one chunk, in the surroundings of its choice.</param>
    public void Run(Action<Inbox> waitForMore, Action<Action> around)
    {
        while (true)
        {
            Frame chunk;
            while (!_inbox.TryTake(out chunk))
            {
                if (_inbox.IsOver)
                {
                    return;
                }

                waitForMore(_inbox); // what came may have been handed back again
            }

            // Here, for nothing that earlier items used is in use now, and their results are on their way.
            SegmentSweep.RunIfDue();
            // A chunk can be overtaken by its call's end.
            var answer = new Frame(FrameKind.Stopped, chunk.Call, chunk.Number);
            CallScope? call = _calls.TakeUp(chunk.Call);
            if (call is null)
            {
                send(answer);
                continue;
            }

            around(() => answer = Execute(call, chunk));
            bool isOverLimit =
                answer.Kind == FrameKind.Result && progress.IsOverLimit(answer.Length);
            send(answer);
            call.EndChunk();
            if (isOverLimit)
            {
                HandBack();
            }

            if (!_calls.PutDown(chunk.Call, call))
            {
                Underway.Forget(call);
                End(call);
            }
            else if (chunk.Kind == FrameKind.OnlyChunk)
            {
                _lingering.Add(chunk.Call);
                ForgetDelivered();
            }
        }
    }

    private void HandBackAsked()
    {
        Deque<Frame> answers = TakeUnbegun();
        answers.Add(new Frame(FrameKind.Recalled));
        sendApart(answers);
    }

    private void HandBack()
    {
        // Taken all at once: in a pool of this process the answer to the first may bring another.
        Deque<Frame> answers = TakeUnbegun();
        for (int i = 0; i < answers.Count; i++)
        {
            send(answers[i]);
        }
    }

    /// <summary>Takes out the chunks that are not begun, and gives what hands them back.</summary>
    private Deque<Frame> TakeUnbegun()
    {
        var answers = new Deque<Frame>();
        while (_inbox.TryTake(out Frame chunk))
        {
            answers.Add(new Frame(FrameKind.Returned, chunk.Call, chunk.Number));
        }

        return answers;
    }

    /// <summary>
    /// Calls of one chunk are forgotten without being told, but not while a result of theirs that names shared memory is on its
    /// way: until it has arrived it may be that nobody else has that memory.
    /// </summary>
    private void ForgetDelivered() =>
        _lingering.RemoveAll(id =>
        {
            if (_calls.Find(id) is { } call && Underway.Holds(call))
            {
                return false;
            }

            if (_calls.Remove(id, out _) is { } delivered)
            {
                End(delivered);
            }

            return true;
        });

    /// <summary>
    /// The call is over, and nothing of it runs: a function that runs on although its call has ended keeps its handles until
    /// then, for its death may still be missed.
    /// </summary>
    private void End(CallScope call)
    {
        call.End();
        if (ownsProcess)
        {
            Forgetting.CallEnded();
        }
    }

    /// <summary>Runs a chunk. The answer may refer to the output, and through it to arrays that the function returned.</summary>
    private Frame Execute(CallScope call, in Frame chunk)
    {
        _running = call;
        if (ownsProcess)
        {
            Forgetting.ItemsBeginOrEnd();
        }

        try
        {
            return Answer(call, chunk);
        }
        finally
        {
            _running = null;
            if (ownsProcess)
            {
                Forgetting.ItemsBeginOrEnd();
            }
        }
    }

    private Frame Answer(CallScope call, in Frame chunk)
    {
        try
        {
            var header = ChunkHeader.Read(chunk.Payload.Span);
            progress.TakeUp(chunk.Call, header);
            if (call.Stopped)
            {
                return new Frame(FrameKind.Stopped, chunk.Call, chunk.Number);
            }

            OpenedParcel parcel = call.Open(code);
            parcel.Surroundings.Enter(
                mayMove: ownsProcess && followsCallers && chunk.Call != _entered
            );
            _entered = chunk.Call;
            (GraphReader items, GraphWriter results) = call.BeginChunk(
                chunk.Payload[ChunkHeader.Length..],
                chunk.Apart,
                code
            );
            results.Output.Reserve(ResultHeader.Length);
            long started = Stopwatch.GetTimestamp();
            int done = parcel.Work.Execute(items, header.Count, results, progress);
            new ResultHeader(started, Stopwatch.GetTimestamp(), done).Write(
                results.Output.Written.Span
            );
            return new Frame(FrameKind.Result, chunk.Call, chunk.Number, results.Output);
        }
        catch (ChunkStoppedException)
        {
            return new Frame(FrameKind.Stopped, chunk.Call, chunk.Number);
        }
        catch (Exception e)
        {
            call.Stopped = true; // the call fails with it: what this worker has of it already is not begun
            return new Frame(
                FrameKind.Failed,
                chunk.Call,
                chunk.Number,
                Failure.Pack(e, progress.Current, code, call)
            );
        }
    }
}
