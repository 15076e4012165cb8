namespace Multiprocessing.Values;

/// <summary>
/// Names the <see cref="HandleCodec{T}"/> by which a type of this library travels: for a generic type the codec's definition,
/// which takes the same type arguments. Its constructor takes nothing.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
internal sealed class TravelsByAttribute(Type codec) : Attribute
{
    public Type Codec => codec;
}
