using System.Reflection;

namespace Multiprocessing.Values;

internal sealed partial class GraphWriter
{
    private readonly Dictionary<Type, TypeEntry> _entries = [];
    private readonly TypeTableWriter _types = new(output, book);
    private TypeEntry? _last;

    /// <summary>What this writer knows of a run-time type.</summary>
    private sealed record TypeEntry(Type Type, ObjectCodec Codec, bool IsPruned, bool IsLazy);

    /// <summary>Names a type; the first time in full, then by number.</summary>
    public void WriteType(Type type)
    {
        CheckCurrent(type);
        _types.Write(type);
    }

    /// <summary>Names an assembly.</summary>
    public void WriteAssembly(Assembly assembly) =>
        _types.WriteAssembly(assembly, typeof(Assembly));

    /// <summary>Names a method and tells the reach analysis that it can be called.</summary>
    public void WriteMethod(MethodBase method)
    {
        if (method.DeclaringType is not { } declaring || method.MetadataToken == 0x06000000)
            throw new Refusal(
                method.GetType(),
                "the method was made at run time. Use a method or a lambda that the compiler saw."
            );
        Reach.Include(method);
        WriteType(declaring);
        Output.WriteVarint(method.MetadataToken & 0xFFFFFF);
        var arguments =
            method.IsGenericMethod && !method.IsGenericMethodDefinition
                ? method.GetGenericArguments()
                : [];
        Output.WriteVarint(arguments.Length);
        foreach (var argument in arguments)
            WriteType(argument);
    }

    public IReach Reach { get; } = reach;

    private TypeEntry EntryFor(Type type)
    {
        if (_last?.Type == type)
            return _last;
        if (!_entries.TryGetValue(type, out var entry))
        {
            CheckCurrent(type);
            if (Sequences.IsCompilerMade(type))
                foreach (var method in type.GetMethods(Layout.Declared))
                    Reach.Include(method);
            entry = new TypeEntry(
                type,
                Codecs.For(type),
                Reach.IsPruned(type),
                Sequences.IsLazy(type)
            );
            _entries.Add(type, entry);
        }
        return _last = entry;
    }

    private readonly HashSet<Type> _current = [];

    private void CheckCurrent(Type type)
    {
        if (type.IsPrimitive || type == typeof(string) || !_current.Add(type))
            return;
        if (type.HasElementType)
        {
            CheckCurrent(type.GetElementType()!);
        }
        else
        {
            if (type.IsConstructedGenericType)
                foreach (var argument in type.GetGenericArguments())
                    CheckCurrent(argument);
            try
            {
                Reach.CheckCurrent(type);
            }
            catch (Exception e)
            {
                _current.Remove(type);
                throw new Refusal(type, e.Message, e);
            }
        }
    }
}
