namespace Multiprocessing.Values;

/// <summary>How a type is described the first time it is named.</summary>
internal enum TypeKind : byte
{
    Named,
    Generic,
    Vector,
    Grid,
    Pointer,
    Reference,
    TypeParameter,
    MethodParameter,
}

/// <summary>Types so common that both sides have numbers for them from the start.</summary>
internal static class KnownTypes
{
    private static readonly Type[] s_types =
    [
        typeof(object),
        typeof(string),
        typeof(bool),
        typeof(char),
        typeof(byte),
        typeof(sbyte),
        typeof(short),
        typeof(ushort),
        typeof(int),
        typeof(uint),
        typeof(long),
        typeof(ulong),
        typeof(float),
        typeof(double),
        typeof(decimal),
        typeof(nint),
        typeof(nuint),
        typeof(DateTime),
        typeof(TimeSpan),
        typeof(Guid),
        typeof(void),
        typeof(Nullable<>),
        typeof(Func<>),
        typeof(Func<,>),
        typeof(Action),
        typeof(List<>),
        typeof(Dictionary<,>),
        typeof(KeyValuePair<,>),
        typeof(ValueTuple<,>),
        typeof(Task),
        typeof(Task<>),
    ];

    private static readonly Dictionary<Type, int> s_numbers = Numbered();

    public static int Count => s_types.Length;

    public static bool TryNumber(Type type, out int number) =>
        s_numbers.TryGetValue(type, out number);

    public static Type At(int number) => s_types[number];

    private static Dictionary<Type, int> Numbered()
    {
        var numbers = new Dictionary<Type, int>(s_types.Length);
        for (var i = 0; i < s_types.Length; i++)
            numbers.Add(s_types[i], i);
        return numbers;
    }
}
