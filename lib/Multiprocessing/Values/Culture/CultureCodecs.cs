using System.Globalization;
using System.Reflection;

namespace Multiprocessing.Values;

/// <summary>Cultures: by name where nobody has changed them.</summary>
internal sealed class CultureCodec : ObjectCodec
{
    private readonly FieldSet _fields;

    public CultureCodec(Type type)
        : base(type) => _fields = FieldSet.Of(type);

    public override void WriteHeader(GraphWriter writer, object value)
    {
        var isNamed = IsNamed(value);
        writer.Output.WriteRaw(isNamed);
        if (isNamed)
            writer.Output.WriteString(((CultureInfo)value).Name);
    }

    public override void WriteBody(GraphWriter writer, object value)
    {
        if (!IsNamed(value))
            _fields.Write(writer, value);
    }

    public override object Allocate(GraphReader reader) =>
        reader.ReadByte() != 0
            ? CultureInfo.GetCultureInfo(reader.ReadString())
            : base.Allocate(reader);

    public override void Fill(GraphReader reader, object target)
    {
        // What GetCultureInfo gives is read-only; what is still empty is not.
        if (!((CultureInfo)target).IsReadOnly)
            _fields.Read(reader, target);
    }

    private static bool IsNamed(object culture) =>
        culture is CultureInfo { IsReadOnly: true } named
        && ReferenceEquals(named, CultureInfo.GetCultureInfo(named.Name));
}

/// <summary>The data behind a culture, which each process loads for itself.</summary>
internal sealed class CultureDataCodec(Type type) : LeafCodec<object>(type)
{
    private static readonly FieldInfo s_data = typeof(CultureInfo).GetField(
        "_cultureData",
        BindingFlags.Instance | BindingFlags.NonPublic
    )!;

    private readonly FieldInfo _name = type.GetField(
        "_sRealName",
        BindingFlags.Instance | BindingFlags.NonPublic
    )!;

    protected override void Write(GraphWriter writer, object value) =>
        writer.Output.WriteString((string)_name.GetValue(value)!);

    protected override object Read(GraphReader reader) =>
        s_data.GetValue(CultureInfo.GetCultureInfo(reader.ReadString()))!;
}

/// <summary>The rules by which a culture sorts, which hold memory of the process.</summary>
internal sealed class CompareInfoCodec : LeafCodec<CompareInfo>
{
    protected override void Write(GraphWriter writer, CompareInfo value) =>
        writer.Output.WriteString(value.Name);

    protected override CompareInfo Read(GraphReader reader) =>
        CompareInfo.GetCompareInfo(reader.ReadString());
}
