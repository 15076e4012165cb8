using System.Collections;
using System.Threading.Channels;

namespace Multiprocessing;

/// <summary>
/// The results of <see cref="ProcessPool.Stream{T,TResult}(Func{T,TResult},IEnumerable{T},bool,MapOptions?)"/>, one by one as
/// they are asked for: by <c>foreach</c>, by <c>await foreach</c>, or by LINQ.
/// </summary>
/// <remarks>
/// Nothing runs before the first result is asked for. Each enumeration is a call of its own, that reads the items anew. Leaving
/// an enumeration early gives up its call: items not yet begun do not run, captured tokens are cancelled in the workers, and
/// workers still busy with it after half a second are ended and replaced; the source is disposed. What an item's function
/// throws, what the source throws and what becomes of a worker is thrown by the enumeration and ends it.
/// </remarks>
public sealed class ResultStream<TResult> : IEnumerable<TResult>
{
    private readonly Func<Feed> _open;

    internal ResultStream(Func<Feed> open) => _open = open;

    /// <inheritdoc/>
    public IEnumerator<TResult> GetEnumerator()
    {
        Feed feed = _open();
        try
        {
            while (feed.Results.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                while (feed.Results.TryRead(out TResult? result))
                {
                    feed.Consumed();
                    yield return result;
                }
            }
        }
        finally
        {
            feed.Stop();
        }
    }

    /// <summary>For <c>await foreach</c>.</summary>
    /// <param name="cancellationToken">Gives up the call, as leaving the enumeration does.</param>
    /// <exception cref="OperationCanceledException">The enumeration was cancelled.</exception>
    public async IAsyncEnumerator<TResult> GetAsyncEnumerator(
        CancellationToken cancellationToken = default
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        Feed feed = _open();
        try
        {
            while (await feed.Results.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (feed.Results.TryRead(out TResult? result))
                {
                    feed.Consumed();
                    yield return result;
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
        }
        finally
        {
            feed.Stop();
        }
    }

    /// <summary>The same stream for those who take an <see cref="IAsyncEnumerable{T}"/>.</summary>
    /// <remarks>
    /// The stream itself is no <see cref="IAsyncEnumerable{T}"/>, because LINQ could then not tell which of its two kinds of
    /// operators is meant.
    /// </remarks>
    public IAsyncEnumerable<TResult> AsAsyncEnumerable() => new Asynchronous(this);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A call that was made for one enumeration.</summary>
    /// <param name="Results">Its results.</param>
    /// <param name="Consumed">To be told of each that was taken.</param>
    /// <param name="Stop">Gives the call up, if it is not over.</param>
    internal sealed record Feed(ChannelReader<TResult> Results, Action Consumed, Action Stop);

    private sealed class Asynchronous(ResultStream<TResult> stream) : IAsyncEnumerable<TResult>
    {
        public IAsyncEnumerator<TResult> GetAsyncEnumerator(CancellationToken cancellationToken) =>
            stream.GetAsyncEnumerator(cancellationToken);
    }
}
