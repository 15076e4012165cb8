using System.Reflection;
using Multiprocessing.Values;

namespace Multiprocessing.Code;

/// <summary>
/// What the functions of one call reach. A script cell's variables are fields of one object that also holds the cell's
/// pools, sockets and timers, and lambdas of one block share one closure: of such holders only the fields that reachable
/// code names may travel.
/// </summary>
internal sealed class Reach : IReach
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly
        | BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Static
        | BindingFlags.Instance;

    // Chunks of one call are written by several threads, and a delegate among the items widens what is reached.
    private readonly Lock _gate = new();

    // As they are defined: a generic function that calls itself with ever larger arguments has no last instantiation.
    private readonly HashSet<MethodBase> _methods = [];
    private readonly HashSet<Type> _types = [];
    private readonly Dictionary<Type, List<int>> _fields = []; // by token, few each
    private readonly Dictionary<string, Type> _cellTypes = [];
    private readonly Queue<MethodBase> _unread = [];

    /// <inheritdoc/>
    public bool IsPruned(Type type) => IsSubmission(type) || IsClosure(type);

    /// <inheritdoc/>
    public IReadOnlyCollection<FieldInfo> ReachedFields(Type type)
    {
        lock (_gate)
        {
            return _fields.TryGetValue(Definition(type), out List<int>? tokens)
                ?
                [
                    .. type.GetFields(Declared)
                        .Where(field => !field.IsStatic && tokens.Contains(field.MetadataToken)),
                ]
                : [];
        }
    }

    /// <inheritdoc/>
    public void Include(MethodBase method)
    {
        lock (_gate)
        {
            Follow(method);
            ReadAll();
        }
    }

    /// <inheritdoc/>
    public void Include(FieldInfo field)
    {
        lock (_gate)
        {
            Mention(field.DeclaringType!);
            Include(field.DeclaringType!, field.MetadataToken);
            ReadAll();
        }
    }

    private void ReadAll()
    {
        while (_unread.TryDequeue(out MethodBase? next))
        {
            MethodScan scan = MethodScan.Of(next);
            foreach (FieldInfo field in scan.Fields)
            {
                Mention(field.DeclaringType!);
                Include(field.DeclaringType!, field.MetadataToken);
            }

            foreach (Type type in scan.Types)
            {
                Mention(type);
            }

            foreach (MethodBase called in scan.Methods)
            {
                Follow(called);
            }
        }
    }

    /// <inheritdoc/>
    public void CheckCurrent(Type type)
    {
        if (CellName(type) is not { } name)
        {
            return;
        }

        lock (_gate)
        {
            if (!_cellTypes.TryGetValue(name, out Type? current) || current == Definition(type))
            {
                return;
            }

            throw new InvalidOperationException(
                $"'{name}' was defined again after this value was made: the function uses the new '{name}', the value is of the old one. "
                    + "Run the cell that makes the value again."
            );
        }
    }

    private void Follow(MethodBase method)
    {
        if (method.DeclaringType is { } declaring)
        {
            Mention(declaring);
        }

        if (method.IsGenericMethod)
        {
            foreach (Type argument in method.GetGenericArguments())
            {
                Mention(argument);
            }
        }

        if (IsReadable(method) && _methods.Add(Definition(method)))
        {
            _unread.Enqueue(method);
        }
    }

    /// <summary>An ordinary cell type may be used through a base class or an interface, so all its methods count.</summary>
    private void Mention(Type type)
    {
        if (type.HasElementType)
        {
            Mention(type.GetElementType()!);
            return;
        }

        if (type.IsGenericType)
        {
            foreach (Type argument in type.GetGenericArguments())
            {
                Mention(argument);
            }
        }

        if (
            type.IsGenericParameter
            || IsPruned(type)
            || !IsOurs(type)
            || !_types.Add(Definition(type))
        )
        {
            return;
        }

        Type definition = Definition(type);
        if (CellName(definition) is { } name)
        {
            _cellTypes[name] = definition;
        }

        foreach (Type supertype in definition.GetInterfaces().Append(definition.BaseType!))
        {
            if (supertype is not null)
            {
                Mention(supertype);
            }
        }

        foreach (MemberInfo member in definition.GetMembers(Declared))
        {
            if (member is FieldInfo field)
            {
                Mention(field.FieldType);
            }
            else if (member is MethodBase method)
            {
                Follow(method);
            }
        }
    }

    // Closures can only be touched by code the compiler made beside them, so in a compiled program nothing else is read.
    private static bool IsReadable(MethodBase method) =>
        !method.IsAbstract
        && method.DeclaringType is { } type
        && (
            Origin.Of(method.Module.Assembly).IsInMemory
            || IsCompilerMade(type.Name)
            || IsCompilerMade(method.Name)
        )
        && !Origin.Of(method.Module.Assembly).IsFramework;

    private static bool IsOurs(Type type) =>
        Origin.Of(type.Assembly).IsInMemory
        || (IsCompilerMade(type.Name) && !Origin.Of(type.Assembly).IsFramework);

    private static bool IsSubmission(Type type) =>
        type.Name.StartsWith("Submission#", StringComparison.Ordinal)
        && Origin.Of(type.Assembly).IsInMemory;

    // By the name alone, which no source can spell: closures of scripts do not carry CompilerGeneratedAttribute.
    private static bool IsClosure(Type type) =>
        type.IsClass && type.Name.StartsWith("<>c", StringComparison.Ordinal);

    private static bool IsCompilerMade(string name) => name.StartsWith('<');

    /// <summary>The name by which a cell's author knows a type; null for types that are not a cell's.</summary>
    private static string? CellName(Type type)
    {
        Type definition = Definition(type);
        if (!Origin.Of(definition.Assembly).IsInMemory || IsCompilerMade(definition.Name))
        {
            return null;
        }

        string name = definition.FullName!;
        int cell = name.IndexOf('+', StringComparison.Ordinal);
        return name.StartsWith("Submission#", StringComparison.Ordinal) && cell > 0
            ? name[(cell + 1)..].Split('`')[0]
            : null;
    }

    private static Type Definition(Type type) =>
        type is { IsGenericType: true } ? type.GetGenericTypeDefinition() : type;

    private static MethodBase Definition(MethodBase method) =>
        method.IsGenericMethod || method.DeclaringType is { IsGenericType: true }
            ? method.Module.ResolveMethod(method.MetadataToken)!
            : method;

    private void Include(Type holder, int token)
    {
        Type definition = Definition(holder);
        if (!_fields.TryGetValue(definition, out List<int>? tokens))
        {
            _fields[definition] = tokens = [];
        }

        if (!tokens.Contains(token))
        {
            tokens.Add(token);
        }
    }
}
