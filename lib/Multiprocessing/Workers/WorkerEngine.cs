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
    private readonly BlockingCollection<Frame> _inbox = [];
    private readonly ConcurrentDictionary<int, CallScope> _calls = new();
    private volatile CallScope? _running;

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
                _inbox.CompleteAdding();
                break;
            case FrameKind.Chunk:
                _inbox.Add(frame);
                break;
        }
    }

    /// <summary>Runs chunks until told to shut down.</summary>
    /// <param name="around">Calls what it is given, which runs one chunk, in the surroundings of its choice.</param>
    public void Run(Action<Action> around)
    {
        foreach (Frame chunk in _inbox.GetConsumingEnumerable())
        {
            // A chunk can be overtaken by its call's end.
            var answer = new Frame(FrameKind.Stopped, chunk.Call, chunk.Number);
            using var output = new PayloadWriter();
            if (_calls.TryGetValue(chunk.Call, out CallScope? call))
            {
                around(() => answer = Execute(call, chunk, output));
            }

            send(answer);
            if (call is not null && !_calls.ContainsKey(chunk.Call))
            {
                Forget(call);
            }
        }
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
    private Frame Execute(CallScope call, in Frame chunk, PayloadWriter output)
    {
        _running = call;
        if (ownsProcess)
        {
            Forgetting.ItemsBeginOrEnd();
        }

        try
        {
            var header = ChunkHeader.Read(chunk.Payload.Span);
            progress.TakeUp(chunk.Call, header);
            if (call.Stopped)
            {
                return new Frame(FrameKind.Stopped, chunk.Call, chunk.Number);
            }

            OpenedParcel parcel = call.Open(code);
            parcel.Surroundings.Enter(ownsProcess && followsCallers);
            var items = new GraphReader(chunk.Payload[ChunkHeader.Length..], code, call)
            {
                Apart = chunk.Apart,
            };
            var results = new GraphWriter(output, code, new Reach(), call) { Materialise = true };
            output.Reserve(ResultHeader.Length);
            long started = Stopwatch.GetTimestamp();
            int done = parcel.Work.Execute(items, header.Count, results, progress);
            new ResultHeader(started, Stopwatch.GetTimestamp(), done).Write(output.Written.Span);
            return new Frame(FrameKind.Result, chunk.Call, chunk.Number, output);
        }
        catch (ChunkStoppedException)
        {
            return new Frame(FrameKind.Stopped, chunk.Call, chunk.Number);
        }
        catch (Exception e)
        {
            return new Frame(
                FrameKind.Failed,
                chunk.Call,
                chunk.Number,
                Failure.Pack(e, progress.Current, code)
            );
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
}
