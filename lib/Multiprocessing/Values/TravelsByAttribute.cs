namespace Multiprocessing.Values;

/// <summary>
/// Says on a type, which may be generic, that it travels as a handle: <paramref name="codec"/> is the definition of a
/// <see cref="HandleCodec{T}"/> whose one type argument is the type itself. Whoever meets the
/// first value finds it: a codec that somebody had to register first could come too late.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class TravelsByAttribute(Type codec) : Attribute
{
    /// <summary>The open generic type of the codec.</summary>
    public Type Codec { get; } = codec;
}
