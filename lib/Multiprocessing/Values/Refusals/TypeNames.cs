using System.Globalization;
using System.Text;

namespace Multiprocessing.Values;

/// <summary>Types and members as a C# programmer writes them.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint",
        [typeof(void)] = "void",
    };

    public static string Of(Type type)
    {
        if (s_keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (type.IsArray)
            return $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsPointer)
            return Of(type.GetElementType()!) + "*";
        if (type.IsByRef)
            return "ref " + Of(type.GetElementType()!);
        if (type.IsFunctionPointer)
            return "delegate*";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Of(underlying) + "?";
        if (type.Name.StartsWith("<>f__AnonymousType", StringComparison.Ordinal))
            return "anonymous type";
        var name = type.Name.Split('`')[0];
        if (
            type is { IsNested: true, IsGenericParameter: false }
            && !Holders.IsHolder(type.DeclaringType!)
        )
            name = $"{type.DeclaringType!.Name.Split('`')[0]}.{name}";
        if (!type.IsGenericType)
            return name;
        var arguments = string.Join(", ", type.GetGenericArguments().Select(Of));
        return new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{name}<{arguments}>")
            .ToString();
    }
}
