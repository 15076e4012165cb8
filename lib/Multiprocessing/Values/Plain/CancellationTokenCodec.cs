namespace Multiprocessing.Values;

/// <summary>
/// A token travels as its number among the tokens of the call that it travels with, to the worker and back. One of no call
/// travels as long as it will not change any more.
/// </summary>
internal sealed class CancellationTokenCodec : ValueCodec<CancellationToken>
{
    private const ulong Cannot = 0;
    private const ulong Cancelled = 1;
    private const ulong FirstNumber = 2;

    public override void Write(GraphWriter writer, ref readonly CancellationToken value)
    {
        ulong state = value.IsCancellationRequested ? Cancelled : Cannot;
        int? number = null;
        if (value.CanBeCanceled && writer.Context is ITokenNumbers call)
            // What is none of the call's, such as one that the function made, means nothing outside its process.
            number = call.NumberOf(value);
        else if (value.CanBeCanceled && state != Cancelled)
            throw new Refusal(
                typeof(CancellationToken),
                "here nothing could tell the other process of its cancellation. Capture it in the function of a call."
            );
        writer.Output.WriteVarint(
            number is { } index ? FirstNumber + ((ulong)index * 2) + state : state
        );
    }

    public override void Read(GraphReader reader, ref CancellationToken value)
    {
        ulong read = reader.ReadVarint();
        if (read < FirstNumber)
        {
            value = new CancellationToken(canceled: read == Cancelled);
            return;
        }

        ulong number = read - FirstNumber;
        value =
            number / 2 <= int.MaxValue && reader.Context is ITokenTarget call
                ? call.TokenAt((int)(number / 2), isCancelled: number % 2 == Cancelled)
                : throw GraphReader.Damage($"the number {number / 2} of a token of no call");
    }
}

/// <summary>Who writes tokens by number.</summary>
internal interface ITokenNumbers
{
    /// <summary>A token's number in its call; null for one that is not the call's.</summary>
    int? NumberOf(CancellationToken token);
}

/// <summary>Who reads tokens by number.</summary>
internal interface ITokenTarget
{
    /// <param name="index">The token's number in its call.</param>
    /// <param name="isCancelled">Whether it was cancelled when it was written.</param>
    CancellationToken TokenAt(int index, bool isCancelled);
}
