using System.Text;
using Multiprocessing.Insight;
using Multiprocessing.Insight.Surfaces;
using Multiprocessing.Platform;

namespace Multiprocessing.Links;

/// <summary>
/// Hands on what a worker writes to its standard output and error, as it comes and in whole lines, to this process's
/// <see cref="Console.Out"/> and <see cref="Console.Error"/>. Because the worker's descriptors themselves are read, native
/// code's output and a crashing runtime's last words are among it.
/// </summary>
internal sealed class OutputPump
{
    private const int BufferLength = 64 * 1024;

    // More than any pipe holds by default: so much read of one is all that was in it at first.
    private const int MostAtOnce = 1024 * 1024;

    // So much text may wait to be shown before what comes with a result is left in the pipe, and with it the worker waits.
    private const int MostWaiting = 4 * 1024 * 1024;

    private readonly Lock _gate = new(); // guards what is read, not what is written: that is the user's code
    private readonly CallbackQueue _writing = new();
    private readonly Stream[] _streams;
    private readonly LastWords _lastWords = new();
    private bool _hasNew;
    private int _waiting; // bytes that were read and have not been shown
    private TaskCompletionSource? _postponed; // completes when what is left in the pipes has been read and shown

    public OutputPump(OutputPipe output, OutputPipe error) =>
        _streams = [new(output, isError: false), new(error, isError: true)];

    /// <summary>The context in which output is written: hosts such as notebooks tell by it which cell it belongs to.</summary>
    public ExecutionContext? Context { get; set; }

    /// <summary>What the worker ended itself with; null when it did not.</summary>
    public string? LastWords
    {
        get
        {
            lock (_gate)
            {
                return _lastWords.Text;
            }
        }
    }

    /// <summary>Hands on output until the worker, and whoever inherited its descriptors, has closed them.</summary>
    public void Run()
    {
        while (true)
        {
            OutputPipe[] open =
            [
                .. _streams.Where(stream => !stream.Ended).Select(stream => stream.Pipe),
            ];
            if (open.Length == 0)
            {
                return;
            }

            OutputPipe.WaitReadable(open);
            lock (_gate)
            {
                ReadAvailable();
            }

            // Here, and nothing is read before it is done: a worker that prints faster than that can be shown waits.
            _writing.RunHere();
        }
    }

    /// <summary>
    /// Reads all that the worker has written up to now, an unfinished last line included. Completes when what has come since
    /// this was last asked for has been handed on: at once where it printed nothing, however slowly earlier text is shown.
    /// Where much waits to be shown already, <see cref="Run"/> is left to read the rest, and the worker to wait for that.
    /// </summary>
    /// <param name="isLast">The worker has ended: what it left is read now, and it is no more than the pipes hold.</param>
    public Task Drain(bool isLast = false)
    {
        lock (_gate)
        {
            if (OutputPipe.IsReadable(_streams[0].Pipe, _streams[1].Pipe))
            {
                if (
                    !isLast
                    && Volatile.Read(ref _waiting) > MostWaiting
                    && _streams.Any(static stream => !stream.Ended)
                )
                {
                    _postponed ??= new TaskCompletionSource(
                        TaskCreationOptions.RunContinuationsAsynchronously
                    );
                    return _postponed.Task;
                }

                ReadAvailable();
            }

            DeliverUnfinished();
            bool hasNew = _hasNew;
            _hasNew = false;
            return hasNew ? _writing.Drained() : Task.CompletedTask;
        }
    }

    /// <summary>Completes when all that was read has been handed on.</summary>
    public Task Shown() => _writing.Drained();

    /// <summary>Shows text behind what the worker has written up to now.</summary>
    /// <param name="text">Makes the text, where it may call the user's code.</param>
    public void Say(Func<string> text) => _writing.Add(() => Write(isError: true, text()), Context);

    private void ReadAvailable()
    {
        foreach (Stream stream in _streams)
        {
            int most = MostAtOnce;
            while (
                !stream.Ended
                && most > 0
                && stream.Pipe.ReadAvailable(stream.Space(BufferLength)) is int got
            )
            {
                stream.Advance(got);
                most -= got;
                Deliver(stream, got == 0 ? stream.Pending.Length : stream.WholeLines(got));
            }
        }

        if (_postponed is { } postponed)
        {
            _postponed = null;
            DeliverUnfinished();
            _writing.Add(postponed.SetResult);
        }
    }

    private void DeliverUnfinished()
    {
        foreach (Stream stream in _streams)
        {
            Deliver(stream, stream.Pending.Length);
        }
    }

    private void Deliver(Stream stream, int count)
    {
        if (count == 0)
        {
            return;
        }

        string text = Encoding.UTF8.GetString(stream.Take(count));
        if (stream.IsError)
        {
            _lastWords.Hear(text);
        }

        _hasNew = true;
        Interlocked.Add(ref _waiting, count);
        _writing.Add(
            () =>
            {
                Write(stream.IsError, text);
                Interlocked.Add(ref _waiting, -count);
            },
            Context
        );
    }

    /// <summary>Shows text where this process shows its own.</summary>
    public static void Write(bool isError, string text)
    {
        try
        {
            StatusLine.MakeRoomOnTerminal(text);
            (isError ? Console.Error : Console.Out).Write(text);
        }
        catch (Exception)
        {
            // Whatever a host has put in the console's place may be closed, or refuse: there is nobody left to show the text
            // to, and neither the worker nor this process must suffer.
        }
    }

    /// <summary>One of the two pipes, with the bytes of its unfinished line.</summary>
    private sealed class Stream(OutputPipe pipe, bool isError)
    {
        private byte[] _bytes = new byte[BufferLength];
        private int _count;

        public OutputPipe Pipe => pipe;

        public bool IsError => isError;

        public bool Ended { get; private set; }

        public ReadOnlySpan<byte> Pending => _bytes.AsSpan(0, _count);

        /// <summary>How many of the pending bytes are whole lines, when only the last of them are new.</summary>
        public int WholeLines(int news)
        {
            int end = Pending[^news..].LastIndexOf((byte)'\n');
            return end < 0 ? 0 : _count - news + end + 1;
        }

        public Span<byte> Space(int count)
        {
            if (_bytes.Length - _count < count)
            {
                Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _count + count));
            }

            return _bytes.AsSpan(_count, count);
        }

        public void Advance(int count)
        {
            _count += count;
            Ended = count == 0;
        }

        public byte[] Take(int count)
        {
            byte[] taken = _bytes[..count];
            _bytes.AsSpan(count, _count - count).CopyTo(_bytes);
            _count -= count;
            return taken;
        }
    }
}
