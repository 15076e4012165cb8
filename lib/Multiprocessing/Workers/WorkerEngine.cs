using System.Collections.Concurrent;
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
    ItemProgress progress,
    bool ownsProcess,
    bool followsCallers
)
{
    private readonly Inbox _inbox = new();
    private readonly ConcurrentDictionary<int, CallScope> _calls = new();
    private volatile CallScope? _running;
    private CallScope? _entered; // whose directory this process is in

    /// <summary>Takes a frame from the parent; never waits.</summary>
    public void Receive(in Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Parcel:
                _calls[frame.Call] = new CallScope(frame);
                break;
            case FrameKind.Cancel when _calls.TryGetValue(frame.Call, out CallScope? call):
                call.Cancel(frame.Number);
                break;
            case FrameKind.Stop when _calls.TryGetValue(frame.Call, out CallScope? call):
                call.Stopped = true;
                if (call == _running)
                {
                    progress.Stop();
                }

                break;
            case FrameKind.Forget:
                if (_calls.TryRemove(frame.Call, out CallScope? over))
                {
                    Forget(over);
                }

                break;
            case FrameKind.Shutdown:
                _inbox.Complete();
                break;
            case FrameKind.Recall:
                HandBack();
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
            if (!_inbox.TryTake(out Frame chunk))
            {
                waitForMore(_inbox);
                if (!_inbox.TryTake(out chunk))
                {
                    return;
                }
            }

            // A chunk can be overtaken by its call's end.
            var answer = new Frame(FrameKind.Stopped, chunk.Call, chunk.Number);
            if (_calls.TryGetValue(chunk.Call, out CallScope? call))
            {
                around(() => answer = Execute(call, chunk));
            }

            send(answer);
            call?.EndChunk();
            if (chunk.Kind == FrameKind.OnlyChunk)
            {
                _calls.TryRemove(chunk.Call, out _);
            }

            if (call is not null && !_calls.ContainsKey(chunk.Call))
            {
                Forget(call);
            }
        }
    }

    private void HandBack()
    {
        foreach (Frame chunk in _inbox.TakeAll())
        {
            send(new Frame(FrameKind.Returned, chunk.Call, chunk.Number));
        }

        send(new Frame(FrameKind.Recalled));
    }

    /// <summary>
    /// The call has ended; asked for again when a chunk of it has. A function that runs on meanwhile keeps its handles: its
    /// death may still be missed.
    /// </summary>
    private void Forget(CallScope call)
    {
        if (call != _running)
        {
            call.Luggage.Detach(); // a function that runs on although its call has ended is still missed when it dies
        }

        Underway.Forget(call);
        if (call != _running)
        {
            call.Luggage.Detach();
        }

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
            parcel.Surroundings.Enter(mayMove: ownsProcess && followsCallers && call != _entered);
            _entered = call;
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
