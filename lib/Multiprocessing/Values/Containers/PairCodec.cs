namespace Multiprocessing.Values;

/// <summary>A key and its value.</summary>
internal sealed class PairCodec<TKey, TValue> : ValueCodec<KeyValuePair<TKey, TValue>>
{
    public override void Write(GraphWriter writer, ref readonly KeyValuePair<TKey, TValue> value)
    {
        try
        {
            Slot<TKey>.Write(writer, value.Key);
        }
        catch (Refusal refusal) when (refusal.Through("key")) { }
        Slot<TValue>.Write(writer, value.Value);
    }

    public override void Read(GraphReader reader, ref KeyValuePair<TKey, TValue> value)
    {
        var key = Slot<TKey>.Read(reader);
        value = new KeyValuePair<TKey, TValue>(key, Slot<TValue>.Read(reader));
    }
}
