namespace Multiprocessing.Values;

/// <summary>
/// Says on a type, which may be generic, that it travels as a handle: <paramref name="codec"/> is the definition of a
/// <see cref="HandleCodec{T}"/> whose one type argument is the type itself. Unlike <see cref="Handles.Register"/> it needs
/// nobody to run first.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class TravelsByAttribute(Type codec) : Attribute
{
    /// <summary>The open generic type of the codec.</summary>
    public Type Codec { get; } = codec;
}
