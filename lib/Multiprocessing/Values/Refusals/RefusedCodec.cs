namespace Multiprocessing.Values;

/// <summary>A type whose objects cannot travel.</summary>
internal sealed class RefusedCodec(Type type, string reason) : ObjectCodec(type)
{
    public override void WriteHeader(GraphWriter writer, object value) =>
        throw new Refusal(value.GetType(), value is IStaysHome home ? home.Remedy : reason);

    public override object Allocate(GraphReader reader) =>
        throw GraphReader.Damage($"an object of {WireType}, which cannot travel");
}

/// <summary>A value type whose values cannot travel.</summary>
internal sealed class RefusedValueCodec<T>(string reason) : ValueCodec<T>
{
    public override void Write(GraphWriter writer, ref readonly T value) =>
        throw new Refusal(typeof(T), reason);

    public override void Read(GraphReader reader, ref T value) =>
        throw GraphReader.Damage($"a value of {typeof(T)}, which cannot travel");
}
