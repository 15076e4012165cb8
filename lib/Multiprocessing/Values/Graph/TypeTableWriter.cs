using System.Reflection;

namespace Multiprocessing.Values;

/// <summary>Names types, each once in full and then by number.</summary>
internal sealed class TypeTableWriter(PayloadWriter output, ICodeBook book)
{
    private readonly Dictionary<Type, int> _numbers = [];
    private readonly List<Type> _types = [];
    private readonly Dictionary<Assembly, int> _assemblyNumbers = [];
    private readonly List<Assembly> _assemblies = [];

    /// <summary>Remembers how much is known, for <see cref="Forget"/>.</summary>
    public (int Types, int Assemblies) Mark() => (_types.Count, _assemblies.Count);

    /// <summary>Takes back what was named since the mark.</summary>
    public void Forget((int Types, int Assemblies) mark)
    {
        if ((_types.Count, _assemblies.Count) == mark)
            return;
        foreach (var type in _types.Skip(mark.Types))
            _numbers.Remove(type);
        foreach (var assembly in _assemblies.Skip(mark.Assemblies))
            _assemblyNumbers.Remove(assembly);
        _types.RemoveRange(mark.Types, _types.Count - mark.Types);
        _assemblies.RemoveRange(mark.Assemblies, _assemblies.Count - mark.Assemblies);
    }

    public void Write(Type type)
    {
        if (KnownTypes.TryNumber(type, out var number) || _numbers.TryGetValue(type, out number))
        {
            output.WriteVarint(number + 1);
            return;
        }
        output.WriteByte(0);
        Describe(type);
        _numbers.Add(type, KnownTypes.Count + _types.Count);
        _types.Add(type);
    }

    private void Describe(Type type)
    {
        if (type.IsSZArray)
            Wrap(TypeKind.Vector, type);
        else if (type.IsArray)
        {
            Wrap(TypeKind.Grid, type);
            output.WriteByte((byte)type.GetArrayRank());
        }
        else if (type.IsPointer)
            Wrap(TypeKind.Pointer, type);
        else if (type.IsByRef)
            Wrap(TypeKind.Reference, type);
        else if (type.IsFunctionPointer)
            throw new Refusal(type, "a function pointer is an address of this process.");
        else if (type.IsGenericParameter)
            DescribeParameter(type);
        else if (type.IsConstructedGenericType)
            DescribeGeneric(type);
        else
            DescribeNamed(type);
    }

    private void Wrap(TypeKind kind, Type type)
    {
        output.WriteByte((byte)kind);
        Write(type.GetElementType()!);
    }

    private void DescribeGeneric(Type type)
    {
        output.WriteByte((byte)TypeKind.Generic);
        Write(type.GetGenericTypeDefinition());
        var arguments = type.GetGenericArguments();
        output.WriteVarint(arguments.Length);
        foreach (var argument in arguments)
            Write(argument);
    }

    private void DescribeParameter(Type type)
    {
        var method = type.DeclaringMethod;
        output.WriteByte(
            (byte)(method is null ? TypeKind.TypeParameter : TypeKind.MethodParameter)
        );
        Write(type.DeclaringType!);
        if (method is not null)
            output.WriteVarint(method.MetadataToken & 0xFFFFFF);
        output.WriteVarint(type.GenericParameterPosition);
    }

    private void DescribeNamed(Type type)
    {
        if (type.Assembly.IsDynamic)
            throw new Refusal(
                type,
                "its type was made at run time and no other process can load it. Use a type that the compiler saw."
            );
        output.WriteByte((byte)TypeKind.Named);
        WriteAssembly(type.Assembly, type);
        // The other side has checked that the module is the same, so a row in its table says it all.
        output.WriteVarint(type.MetadataToken & 0xFFFFFF);
    }

    /// <summary>Names an assembly, with its module's version so that a rebuilt one is noticed.</summary>
    /// <param name="assembly">Which.</param>
    /// <param name="type">On whose account.</param>
    public void WriteAssembly(Assembly assembly, Type type)
    {
        if (_assemblyNumbers.TryGetValue(assembly, out var number))
        {
            output.WriteVarint(number + 1);
            return;
        }
        output.WriteByte(0);
        output.WriteString(NameOf(assembly, type));
        output.WriteGuid(assembly.ManifestModule.ModuleVersionId);
        _assemblyNumbers.Add(assembly, _assemblies.Count);
        _assemblies.Add(assembly);
    }

    private string NameOf(Assembly assembly, Type type)
    {
        try
        {
            return book.NameOf(assembly);
        }
        catch (NotSupportedException e)
        {
            throw new Refusal(type, e.Message, e);
        }
    }
}
