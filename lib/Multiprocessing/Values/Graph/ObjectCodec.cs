using System.Runtime.CompilerServices;

namespace Multiprocessing.Values;

/// <summary>
/// How objects of one type are written and read. The header makes an object that can be referred to;
/// the body, which may refer back to it, fills it.
/// </summary>
internal abstract class ObjectCodec(Type type)
{
    /// <summary>The type named on the wire; differs where the run-time type is an implementation's secret.</summary>
    public Type WireType { get; } = type;

    /// <summary>Whether two references to this object are to stay so.</summary>
    public virtual bool Shares(object value) => true;

    /// <summary>Whether anything follows the header.</summary>
    public virtual bool HasBody => true;

    public virtual void WriteHeader(GraphWriter writer, object value) { }

    public virtual void WriteBody(GraphWriter writer, object value) { }

    public virtual object Allocate(GraphReader reader) =>
        RuntimeHelpers.GetUninitializedObject(WireType);

    public virtual void Fill(GraphReader reader, object target) { }
}

/// <summary>A type whose objects are made whole from the header.</summary>
internal abstract class LeafCodec<T>(Type? type = null) : ObjectCodec(type ?? typeof(T))
    where T : class
{
    public sealed override bool HasBody => false;

    public sealed override void WriteHeader(GraphWriter writer, object value) =>
        Write(writer, (T)value);

    public sealed override object Allocate(GraphReader reader) => Read(reader);

    protected abstract void Write(GraphWriter writer, T value);

    protected abstract T Read(GraphReader reader);
}

/// <summary>
/// A type that rebuilds what its base <typeparamref name="TBase"/> holds in its own way;
/// the fields that derived types add are copied.
/// </summary>
internal abstract class RebuiltCodec<TBase>(Type type) : ObjectCodec(type)
    where TBase : class
{
    private readonly FieldSet _own = FieldSet.Between(type, typeof(TBase));

    public sealed override void WriteBody(GraphWriter writer, object value)
    {
        WriteContent(writer, (TBase)value);
        _own.Write(writer, value);
    }

    public sealed override void Fill(GraphReader reader, object target)
    {
        ReadContent(reader, (TBase)target);
        _own.Read(reader, target);
    }

    protected abstract void WriteContent(GraphWriter writer, TBase value);

    /// <summary>Brings the target, whose constructor has not run, into being.</summary>
    protected abstract void ReadContent(GraphReader reader, TBase target);
}
