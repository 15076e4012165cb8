namespace Multiprocessing.Values;

/// <summary>Tokens that will not change any more; others need a codec that links both processes.</summary>
internal sealed class CancellationTokenCodec : ValueCodec<CancellationToken>
{
    public override void Write(GraphWriter writer, ref readonly CancellationToken value)
    {
        if (value is { CanBeCanceled: true, IsCancellationRequested: false })
            throw new Refusal(
                typeof(CancellationToken),
                "here nothing could tell the other process of its cancellation. Capture it in the function of a call."
            );
        writer.Output.WriteRaw(value.IsCancellationRequested);
    }

    public override void Read(GraphReader reader, ref CancellationToken value) =>
        value = new CancellationToken(reader.ReadByte() != 0);
}
