using System.Collections.Concurrent;
using Multiprocessing.Links;
using Multiprocessing.Values;

namespace Multiprocessing.Sharing;

/// <summary>The shared objects of a family, in the process at its root, by their numbers.</summary>
internal sealed class Hub : IHome
{
    private readonly ConcurrentDictionary<long, Resident> _residents = new();

    // Of other processes only, and only while they wait: what a GiveUp frame can name.
    private readonly ConcurrentDictionary<(int Asker, int Number), Inquiry> _waiting = new();
    private long _last;

    /// <inheritdoc/>
    public long Create(IBlueprint blueprint) => Add(blueprint.Build(), maker: 0);

    /// <inheritdoc/>
    public Pending Ask(in Question question)
    {
        var inquiry = new Inquiry(Environment.ProcessId, question);
        Receive(inquiry);
        return new Pending(inquiry.Answered, () => GiveUp(inquiry));
    }

    /// <inheritdoc/>
    public void Tell(in Question question) => Receive(new Inquiry(Environment.ProcessId, question));

    /// <inheritdoc/>
    public void Forward(in Frame frame, IWorkerLink from)
    {
        switch (frame.Kind)
        {
            case FrameKind.Ask:
                Routes.Note(frame.Number, from);
                Answer(frame.Call, new Inquiry(frame.Number, Question.Read(frame.Payload)), from);
                break;
            case FrameKind.GiveUp:
                if (_waiting.TryGetValue((frame.Number, frame.Call), out Inquiry? inquiry))
                {
                    GiveUp(inquiry);
                }

                break;
            case FrameKind.Left:
                Routes.Forget(frame.Number);
                Left(new Departure(frame.Number, frame.Call));
                break;
        }
    }

    /// <inheritdoc/>
    public void Left(Departure who)
    {
        foreach ((long number, Resident resident) in _residents)
        {
            resident.Left(who);
            if (resident.Maker == who.ProcessId && !resident.Sent)
            {
                Remove(number);
            }
        }
    }

    private void Receive(Inquiry inquiry)
    {
        long number = inquiry.Question.Object;
        try
        {
            if (number == 0)
            {
                IBlueprint blueprint = Packed.Read<IBlueprint>(inquiry.Question.Content);
                long made = Add(blueprint.Build(), inquiry.Asker);
                inquiry.Answer(BitConverter.GetBytes(made));
            }
            else if (inquiry.Question.Verb == Verbs.Dispose)
            {
                Remove(number);
                inquiry.Answer();
            }
            else if (_residents.TryGetValue(number, out Resident? resident))
            {
                resident.Receive(inquiry);
                if (resident.IsOver)
                {
                    Remove(number);
                }
            }
            else
            {
                inquiry.Fail(Resident.Disposed("shared object"));
            }
        }
        catch (Exception e)
        {
            // A question that cannot be read, or a key whose own Equals throws: the asker's affair, not the owner's.
            inquiry.Fail(e);
        }
    }

    private void Answer(int number, Inquiry inquiry, IWorkerLink link)
    {
        Receive(inquiry);
        if (number == 0)
        {
            return;
        }

        if (inquiry.Answered.IsCompleted)
        {
            Send(number, inquiry, link);
            return;
        }

        // Giving up comes on this same thread, so it finds the entry.
        _waiting[(inquiry.Asker, number)] = inquiry;
        inquiry.Answered.ContinueWith(
            answered =>
            {
                _waiting.TryRemove((inquiry.Asker, number), out _);
                Send(number, inquiry, link);
            },
            TaskScheduler.Default
        );
    }

    private static void Send(int number, Inquiry inquiry, IWorkerLink link) =>
        link.Send(
            new Frame(
                FrameKind.Answer,
                number,
                inquiry.Asker,
                inquiry.Answered.GetAwaiter().GetResult().ToBytes()
            )
        );

    private void GiveUp(Inquiry inquiry)
    {
        if (_residents.TryGetValue(inquiry.Question.Object, out Resident? resident))
        {
            resident.GiveUp(inquiry); // one that is gone has answered all who waited
        }
    }

    private long Add(Resident resident, int maker)
    {
        resident.Maker = maker;
        long number = Interlocked.Increment(ref _last);
        _residents[number] = resident;
        return number;
    }

    private void Remove(long number)
    {
        if (_residents.TryRemove(number, out Resident? resident))
        {
            resident.Dispose();
        }
    }
}
