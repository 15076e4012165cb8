using System.Text;
using System.Threading.Channels;

namespace Multiprocessing.Lab.Execution.Sessions;

/// <summary>Reads one of a session's standard streams: text for the front, up to each mark of a cell's end.</summary>
internal sealed class RawOutput(
    Stream stream,
    string name,
    EndMark mark,
    Action<SessionEvent> happened
)
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly CrashTrace _trace = new();
    private readonly Channel<bool> _marks = Channel.CreateUnbounded<bool>();

    /// <summary>Runs until the session, and whatever inherited the stream from it, has ended.</summary>
    public async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        var held = 0;
        while (true)
        {
            var read = await ReadMoreAsync(buffer.AsMemory(held)).ConfigureAwait(false);
            if (read == 0)
                break;
            held = Take(buffer, held + read);
        }
        Show(buffer.AsSpan(0, held), isEnd: true);
        // Nobody is to wait for a mark that cannot come any more.
        _marks.Writer.Complete();
    }

    /// <summary>Waits until everything written before the cell's end has been read.</summary>
    public async Task WaitForMarkAsync(TimeSpan timeout)
    {
        try
        {
            if (
                await _marks
                    .Reader.WaitToReadAsync()
                    .AsTask()
                    .WaitAsync(timeout)
                    .ConfigureAwait(false)
            )
                _marks.Reader.TryRead(out _);
        }
        catch (TimeoutException)
        {
            // The cell closed its standard streams, or writes on and on: what is missing comes later.
        }
    }

    /// <returns>How many bytes stay in the buffer: what may be the beginning of a mark.</returns>
    private int Take(byte[] buffer, int count)
    {
        var rest = buffer.AsSpan(0, count);
        for (int at; (at = rest.IndexOf(mark.Bytes)) >= 0; rest = rest[(at + mark.Bytes.Length)..])
        {
            Show(rest[..at], isEnd: true);
            _marks.Writer.TryWrite(true);
        }
        var partial = Math.Min(rest.Length, mark.Bytes.Length - 1);
        while (partial > 0 && !mark.Bytes.AsSpan().StartsWith(rest[^partial..]))
            partial--;
        Show(rest[..^partial], isEnd: false);
        rest[^partial..].CopyTo(buffer);
        return partial;
    }

    private void Show(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        var text = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        var length = _decoder.GetChars(bytes, text, flush: false);
        var shown = _trace.Trim(text.AsSpan(0, length), isEnd);
        if (shown.Length > 0)
            happened(new TextWritten(name, shown));
    }

    private async Task<int> ReadMoreAsync(Memory<byte> buffer)
    {
        try
        {
            return await stream.ReadAsync(buffer).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return 0;
        }
    }
}
