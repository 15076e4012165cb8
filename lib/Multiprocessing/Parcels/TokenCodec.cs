using Multiprocessing.Values;

namespace Multiprocessing.Parcels;

/// <summary>
/// Cancellation tokens travel as their number among the call's tokens, to the worker and back; see <see cref="CapturedTokens"/>.
/// </summary>
internal sealed class TokenCodec : HandleCodec<CancellationToken>
{
    private const ulong Cannot = 0;
    private const ulong Cancelled = 1;
    private const ulong FirstNumber = 2;

    /// <inheritdoc/>
    public override void Write(GraphWriter writer, CancellationToken value)
    {
        ulong state = value.IsCancellationRequested ? Cancelled : Cannot;
        int? number = value.CanBeCanceled
            ? (writer.Context as ITokenNumbers)?.NumberOf(value)
            : null;
        // What is none of the call's means nothing outside the process that made it.
        writer.Output.WriteVarint(
            number is { } index ? FirstNumber + ((ulong)index * 2) + state : state
        );
    }

    /// <inheritdoc/>
    public override CancellationToken Read(GraphReader reader)
    {
        ulong read = reader.ReadVarint();
        if (read < FirstNumber)
        {
            return new CancellationToken(canceled: read == Cancelled);
        }

        ulong number = read - FirstNumber;
        return ((ITokenTarget)reader.Context!).TokenAt(
            (int)(number / 2),
            isCancelled: number % 2 == Cancelled
        );
    }
}
