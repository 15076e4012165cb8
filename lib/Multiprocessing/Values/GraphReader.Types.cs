using System.Reflection;
using System.Runtime.CompilerServices;

namespace Multiprocessing.Values;

internal sealed unsafe partial class GraphReader
{
    private readonly List<Type> _types = [];
    private readonly List<Assembly> _assemblies = [];

    /// <summary>Reads a type that <see cref="GraphWriter.WriteType"/> named.</summary>
    public Type ReadType()
    {
        var number = ReadNumber(KnownTypes.Count + _types.Count);
        if (number > KnownTypes.Count)
            return _types[number - 1 - KnownTypes.Count];
        if (number > 0)
            return KnownTypes.At(number - 1);
        var type = ReadDescription();
        _types.Add(type);
        return type;
    }

    /// <summary>Reads a method that <see cref="GraphWriter.WriteMethod"/> named.</summary>
    public MethodBase ReadMethod()
    {
        var type = ReadType();
        var method = MethodAt(type, ReadNumber(0xFFFFFF));
        if (type.IsGenericType && !type.IsGenericTypeDefinition)
            method = MethodBase.GetMethodFromHandle(method.MethodHandle, type.TypeHandle)!;
        var arguments = new Type[ReadCount()];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = ReadType();
        if (arguments.Length == 0)
            return method;
        return method is MethodInfo { IsGenericMethodDefinition: true } definition
            ? definition.MakeGenericMethod(arguments)
            : throw Damage($"type arguments for {method}, which takes none");
    }

    /// <summary>Reads an assembly that <see cref="GraphWriter.WriteAssembly"/> named.</summary>
    public Assembly ReadAssembly()
    {
        var number = ReadNumber(_assemblies.Count);
        if (number > 0)
            return _assemblies[number - 1];
        var name = ReadString();
        var version = ReadGuid();
        var assembly = book.Find(name);
        if (assembly.ManifestModule.ModuleVersionId != version)
            throw NotTheSame(assembly, name);
        _assemblies.Add(assembly);
        return assembly;
    }

    private static InvalidDataException NotTheSame(Assembly assembly, string name)
    {
        var here = assembly.GetName();
        return new InvalidDataException(
            $"The assembly '{here.Name}' is not the same in both processes: "
                + (
                    name.StartsWith('#') || new AssemblyName(name).Version == here.Version
                        ? "it was rebuilt after one of them loaded it. Restart the program or the notebook's kernel."
                        : $"this one has version {here.Version}, the other '{name}'. Load one version in both."
                )
        );
    }

    private Type ReadDescription()
    {
        // Types nest as deep as somebody wrote them; only damage nests them deeper than a stack is.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var kind = (TypeKind)ReadByte();
        switch (kind)
        {
            case TypeKind.Named:
                var assembly = ReadAssembly();
                return assembly.ManifestModule.ResolveType(0x02000000 | ReadNumber(0xFFFFFF));
            case TypeKind.Generic:
                var definition = ReadType();
                var arguments = new Type[ReadCount()];
                for (var i = 0; i < arguments.Length; i++)
                    arguments[i] = ReadType();
                return definition.MakeGenericType(arguments);
            case TypeKind.Vector:
                return ReadType().MakeArrayType();
            case TypeKind.Grid:
                var element = ReadType();
                return element.MakeArrayType(ReadByte());
            case TypeKind.Pointer:
                return ReadType().MakePointerType();
            case TypeKind.Reference:
                return ReadType().MakeByRefType();
            case TypeKind.TypeParameter:
                var owner = ReadType();
                return owner.GetGenericArguments()[ReadNumber()];
            case TypeKind.MethodParameter:
                var declaring = ReadType();
                var method = MethodAt(declaring, ReadNumber(0xFFFFFF));
                return method.GetGenericArguments()[ReadNumber()];
            default:
                throw Damage($"a type of kind {(int)kind}");
        }
    }

    private static MethodBase MethodAt(Type type, int row)
    {
        var method = type.Module.ResolveMethod(0x06000000 | row);
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return method?.DeclaringType == definition
            ? method
            : throw Damage($"method {row} of {type}, which has none such");
    }
}
