using Multiprocessing.Values;

namespace Multiprocessing.Parcels;

/// <summary>Cancellation tokens travel as their number among the call's tokens; see <see cref="CapturedTokens"/>.</summary>
internal sealed class TokenCodec : HandleCodec<CancellationToken>
{
    private const ulong Cannot = 0;
    private const ulong Cancelled = 1;
    private const ulong FirstNumber = 2;

    /// <inheritdoc/>
    public override void Write(GraphWriter writer, CancellationToken value) =>
        writer.Output.WriteVarint(
            !value.CanBeCanceled ? Cannot
            : value.IsCancellationRequested ? Cancelled
            : writer.Context is CapturedTokens tokens ? FirstNumber + (ulong)tokens.IndexOf(value)
            : Cannot // a result's token means nothing outside the worker that made it
        );

    /// <inheritdoc/>
    public override CancellationToken Read(GraphReader reader) =>
        reader.ReadVarint() switch
        {
            Cannot => CancellationToken.None,
            Cancelled => new CancellationToken(canceled: true),
            var number => ((ITokenTarget)reader.Context!).TokenAt((int)(number - FirstNumber)),
        };
}
