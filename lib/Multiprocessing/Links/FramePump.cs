namespace Multiprocessing.Links;

/// <summary>Reads the frames of a socket, one at a time, on whatever thread waits for one; else on the keeper's.</summary>
/// <param name="frames">The socket.</param>
/// <param name="handle">Takes a frame in; says whether somebody may have waited for just this one.</param>
internal sealed class FramePump(FrameSocket frames, Func<Frame, bool> handle)
{
    // How long a guest stays that may be wanted elsewhere: far longer than a message, far shorter than a person notices.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(2);

    private readonly ReadingTurn _turn = new();
    private readonly SpinChance _spin = new(); // of guests, one at a time
    private readonly Func<bool> _tryReceive = frames.TryReceive;
    private Exception? _error;
    private Frame? _unhandled;
    private int _posted;
    private volatile bool _blocks;

    /// <summary>Reads until the other side is gone, whenever no guest does. For the one thread that does nothing else.</summary>
    /// <exception cref="Exception">What the handling of a frame threw, or a frame was none.</exception>
    public void Keep()
    {
        while (true)
        {
            _turn.EnterAsKeeper(look: frames.FlushIfFree);
            do
            {
                if (_error is not null)
                {
                    throw _error;
                }

                if (_unhandled is { } left)
                {
                    _unhandled = null;
                    handle(left);
                }

                AwaitBytes();
                Frame? read = frames.Read();
                _blocks = false;
                if (read is not { } frame)
                {
                    return;
                }

                if (handle(frame) && _turn.IsWanted && !frames.HasBytes(TimeSpan.Zero))
                {
                    break;
                }
            } while (true);
            _turn.Exit(callKeeper: false);
        }
    }

    /// <summary>Sends a frame with others that follow soon, unless nobody would look after it.</summary>
    public void Post(in Frame frame)
    {
        frames.TryPost(frame);
        if (_blocks)
        {
            frames.TryFlush();
        }
    }

    /// <summary>
    /// Returns when the keeper may wait in a read: there is something to read, or nothing was posted of late. While frames are
    /// posted it looks after them every millisecond.
    /// </summary>
    private void AwaitBytes()
    {
        while (!frames.TryReceive())
        {
            _blocks = true;
            Interlocked.MemoryBarrier(); // whoever posts from here on sees it, or its frame is seen below
            frames.FlushIfFree();
            if (frames.Posted == _posted)
            {
                return;
            }

            _blocks = false;
            _posted = frames.Posted;
            if (frames.HasBytes(ReadingTurn.BetweenLooks))
            {
                return;
            }
        }
    }

    /// <summary>Somebody waits for a frame and does not come to read it.</summary>
    public void ReadSoon() => _turn.CallIfSeldom();

    /// <summary>
    /// Reads until that is so, but not for long: the keeper goes on. False if somebody else is reading; then it is the keeper, or
    /// soon will be, for it is called.
    /// </summary>
    public bool TryReadUntil(Func<bool> done) => TryRead(done, s_patience);

    /// <summary>Reads until that is so or the other side is gone. False as above.</summary>
    public bool TryReadOn(Func<bool> done)
    {
        frames.TryFlush(); // without the turn: while this waits, the keeper reads
        return TryRead(done, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A read finds something soon, or may wait. What was posted is sent before it waits: nobody else would, meanwhile.</summary>
    private bool MayRead(TimeSpan patience)
    {
        frames.FlushIfFree();
        if (_spin.TryUntil(_tryReceive))
        {
            return true;
        }

        while (frames.HasUnsent)
        {
            if (frames.HasBytes(ReadingTurn.BetweenLooks))
            {
                return true;
            }

            frames.FlushIfFree();
        }

        return patience == Timeout.InfiniteTimeSpan || frames.HasBytes(patience);
    }

    private bool TryRead(Func<bool> done, TimeSpan patience)
    {
        if (!_turn.TryEnter())
        {
            _turn.CallIfSeldom();
            return false;
        }

        bool ended = false;
        try
        {
            // What has come already is taken in together.
            while (!ended && (frames.HasBuffered || (!done() && MayRead(patience))))
            {
                if (frames.Read() is { } frame)
                {
                    _unhandled = frame;
                    handle(frame);
                    _unhandled = null;
                }
                else
                {
                    ended = true;
                }
            }
        }
        catch (ThreadInterruptedException)
        {
            // Meant for this thread's own wait. What it was doing for others when it came is the keeper's to do.
            Thread.CurrentThread.Interrupt();
        }
        catch (Exception e)
        {
            _error = e; // the keeper's to tell
        }
        finally
        {
            _turn.Exit(
                callKeeper: ended || _error is not null || _unhandled is not null || !done()
            );
        }

        return true;
    }
}
