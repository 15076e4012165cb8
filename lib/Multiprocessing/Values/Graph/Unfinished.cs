namespace Multiprocessing.Values;

/// <summary>An object that can be referred to and whose body is still to come.</summary>
internal class Unfinished(ObjectCodec codec, object value, string step = "")
{
    public ObjectCodec Codec => codec;

    public object Value => value;

    /// <summary>What leads to it, for the path.</summary>
    public string Step => step;
}

/// <summary>An object whose body the writer has put off, because it is nested too deep.</summary>
internal sealed class PutOff(ObjectCodec codec, object value, PutOff? owner)
    : Unfinished(codec, value)
{
    /// <summary>In whose body it was met, if that was put off, too.</summary>
    public PutOff? Owner => owner;

    /// <summary>How many objects had been met when its body began.</summary>
    public int Start { get; set; }

    /// <summary>Why something inside it cannot travel.</summary>
    public Refusal? Refusal { get; set; }
}
