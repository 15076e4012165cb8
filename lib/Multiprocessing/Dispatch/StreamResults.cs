using System.Threading.Channels;
using Multiprocessing.Values;

namespace Multiprocessing.Dispatch;

/// <summary>
/// Results of a stream that nobody has taken, with their sizes: those that come next, and those that are early. Guarded by its
/// call.
/// </summary>
internal sealed class StreamResults<TResult>(bool ordered)
{
    private readonly Channel<TResult> _ready = Channel.CreateUnbounded<TResult>(
        new UnboundedChannelOptions { SingleReader = true }
    );
    private readonly Deque<long> _readySizes = new();
    private readonly Dictionary<long, TResult> _early = [];
    private readonly Dictionary<long, long> _earlySizes = [];
    private long _next;
    private long _taken;

    /// <summary>Whether all are of one size; then none are kept.</summary>
    public static bool HaveOneSize => Block<TResult>.Fits;

    /// <summary>Those that come next, for whoever takes them.</summary>
    public ChannelReader<TResult> Reader => _ready.Reader;

    /// <summary>How many were taken.</summary>
    public long Taken => _taken;

    /// <summary>Whether nothing can be taken before that item is done.</summary>
    public bool Await(long item) => ordered && item == _next && _taken == _next;

    /// <summary>An item is done.</summary>
    public void Add(long item, TResult result, long size)
    {
        if (!ordered)
        {
            MakeReady(result, size);
            return;
        }

        if (item != _next)
        {
            _early.Add(item, result);
            if (!HaveOneSize)
            {
                _earlySizes.Add(item, size);
            }

            return;
        }

        do
        {
            MakeReady(result, size);
            _next++;
        } while (
            _early.Remove(_next, out result!)
            && (HaveOneSize || _earlySizes.Remove(_next, out size))
        );
    }

    /// <summary>The next was taken; gives its size.</summary>
    public long Take()
    {
        _taken++;
        return HaveOneSize ? Block<TResult>.Size : _readySizes.TakeFirst();
    }

    /// <summary>No more will come; the error is found behind those that are ready.</summary>
    public void End(Exception? error) => _ready.Writer.TryComplete(error);

    private void MakeReady(TResult result, long size)
    {
        if (!HaveOneSize)
        {
            _readySizes.Add(size); // first: the result may be taken at once
        }

        _ready.Writer.TryWrite(result);
    }
}
