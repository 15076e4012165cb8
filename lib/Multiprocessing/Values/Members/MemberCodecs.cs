using System.Reflection;

namespace Multiprocessing.Values;

/// <summary>Types as values: their names.</summary>
internal sealed class TypeCodec : LeafCodec<Type>
{
    protected override void Write(GraphWriter writer, Type value) => writer.WriteType(value);

    protected override Type Read(GraphReader reader) => reader.ReadType();
}

/// <summary>Assemblies as values: their names.</summary>
internal sealed class AssemblyCodec : LeafCodec<Assembly>
{
    protected override void Write(GraphWriter writer, Assembly value) =>
        writer.WriteAssembly(value);

    protected override Assembly Read(GraphReader reader) => reader.ReadAssembly();
}

/// <summary>Methods and constructors.</summary>
internal sealed class MethodCodec(Type type) : LeafCodec<MethodBase>(type)
{
    protected override void Write(GraphWriter writer, MethodBase value) =>
        writer.WriteMethod(value);

    protected override MethodBase Read(GraphReader reader) => reader.ReadMethod();
}

/// <summary>Fields, properties and events: their type, kind and place among its members.</summary>
internal sealed class MemberCodec(Type type) : LeafCodec<MemberInfo>(type)
{
    private const BindingFlags All = Layout.Declared | BindingFlags.Static;

    protected override void Write(GraphWriter writer, MemberInfo value)
    {
        if (value is FieldInfo field)
            writer.Reach.Include(field);
        writer.WriteType(value.DeclaringType!);
        writer.Output.WriteRaw(value.MetadataToken);
    }

    protected override MemberInfo Read(GraphReader reader)
    {
        var type = reader.ReadType();
        var token = reader.ReadRaw<int>();
        return Array.Find(type.GetMembers(All), m => m.MetadataToken == token)
            ?? throw GraphReader.Damage($"a member of {type} that it has not");
    }
}
