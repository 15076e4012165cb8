using Multiprocessing.Platform;

namespace Multiprocessing.Sharing;

internal enum ChannelVerb : byte
{
    Send = Verbs.FirstOwn,
    Receive,
    Close,
}

/// <summary>
/// What a pair of <see cref="ProcessChannel{T}"/> is where it lives. A question's facet says which end asks. An end is gone
/// when it is closed, or when all processes that came to have it have ended.
/// </summary>
internal sealed class ChannelResident : Resident
{
    private readonly End[] _ends;

    public ChannelResident() => _ends = [new End(NewLine()), new End(NewLine())];

    /// <inheritdoc/>
    public override string Name => nameof(ProcessChannel);

    /// <inheritdoc/>
    public override bool IsOver => Array.TrueForAll(_ends, end => end.Closed);

    /// <inheritdoc/>
    protected override void Handle(Inquiry inquiry)
    {
        End own = _ends[inquiry.Question.Facet];
        End other = Opposite(own);
        own.Users.Add(inquiry.Asker);
        own.Lost = null;
        var verb = (ChannelVerb)inquiry.Question.Verb;
        if (own.Closed && verb != ChannelVerb.Close)
        {
            inquiry.Fail(Disposed(Name));
            return;
        }

        switch (verb)
        {
            case ChannelVerb.Close:
                Close(own, other);
                inquiry.Answer();
                break;
            case ChannelVerb.Send when other.Gone is { } reason:
                inquiry.Fail(new IOException($"Nobody would receive what is sent: {reason}."));
                break;
            case ChannelVerb.Send:
                Send(inquiry.Question.Content, other);
                inquiry.Answer();
                break;
            case ChannelVerb.Receive when own.Arrived.TryDequeue(out ReadOnlyMemory<byte> item):
                inquiry.Answer(item);
                break;
            case ChannelVerb.Receive when other.Gone is { } reason:
                inquiry.Fail(Ended(reason));
                break;
            case ChannelVerb.Receive:
                Wait(own.Receiving, inquiry);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void Attached(int process, byte facet)
    {
        _ends[facet].Users.Add(process);
        _ends[facet].Lost = null;
    }

    /// <inheritdoc/>
    protected override void HasLeft(Departure who, bool waited)
    {
        foreach (End end in _ends)
        {
            if (end.Users.Remove(who.ProcessId) && end.Users.Count == 0)
            {
                end.Lost = who;
                TellEnd(Opposite(end), end);
            }
        }
    }

    private End Opposite(End end) => _ends[end == _ends[0] ? 1 : 0];

    private static void Send(ReadOnlyMemory<byte> item, End to)
    {
        if (to.Receiving.TakeFirst() is { } waiting)
        {
            waiting.Answer(item);
        }
        else
        {
            to.Arrived.Enqueue(item);
        }
    }

    private void Close(End own, End other)
    {
        own.Closed = true;
        own.Arrived.Clear();
        foreach (Inquiry waiting in own.Receiving.TakeAll())
        {
            waiting.Fail(Disposed(Name));
        }

        TellEnd(other, own);
    }

    /// <summary>Who waits at the one end learns that the other is gone.</summary>
    private static void TellEnd(End waitingAt, End gone)
    {
        foreach (Inquiry waiting in waitingAt.Receiving.TakeAll())
        {
            waiting.Fail(Ended(gone.Gone!));
        }
    }

    private static EndOfStreamException Ended(string reason) =>
        new($"Nothing more can come: {reason}.");

    private sealed class End(Line receiving)
    {
        public Queue<ReadOnlyMemory<byte>> Arrived { get; } = [];

        public Line Receiving => receiving;

        public HashSet<int> Users { get; } = [];

        public bool Closed { get; set; }

        /// <summary>The last process that had it, when it has ended.</summary>
        public Departure? Lost { get; set; }

        /// <summary>Why nobody is at this end; null if somebody is or may come.</summary>
        public string? Gone =>
            Closed ? "the other end of the channel was closed"
            : Lost is { } who
                ? $"the process {who.ProcessId}, which had the other end of the channel, {ExitCodes.Here.Tell(who.ExitCode)}"
            : null;
    }
}

/// <summary>A pair of ends to be made.</summary>
internal sealed record ChannelBlueprint : IBlueprint
{
    public Resident Build() => new ChannelResident();
}
