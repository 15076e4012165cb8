namespace Multiprocessing.Values;

/// <summary>An object that can be referred to and whose body is still to come.</summary>
internal sealed class Unfinished(ObjectCodec codec, object value, string step)
{
    public ObjectCodec Codec => codec;

    public object Value => value;

    /// <summary>What leads to it, for the path.</summary>
    public string Step => step;
}
