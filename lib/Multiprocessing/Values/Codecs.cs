using System.Collections.Concurrent;
using System.Reflection;

namespace Multiprocessing.Values;

/// <summary>Chooses, once for each type, how it travels.</summary>
internal static class Codecs
{
    private static readonly ConcurrentDictionary<Type, ObjectCodec> s_codecs = new();

    public static ObjectCodec For(Type type) =>
        s_codecs.TryGetValue(type, out var codec) ? codec : s_codecs.GetOrAdd(type, Choose);

    private static ObjectCodec Choose(Type type)
    {
        if (Handles.For(type) is { } handle)
            return handle;
        if (type == typeof(string))
            return new StringCodec();
        if (type.IsValueType)
            return ChooseValue(type);
        if (type.IsArray)
            return ChooseArray(type);
        if (Refusals.ReasonFor(type) is { } reason)
            return new RefusedCodec(type, reason);
        if (typeof(Delegate).IsAssignableFrom(type))
            return new DelegateCodec(type);
        return ChooseMember(type) ?? ChooseContainer(type) ?? new FieldsCodec(type);
    }

    private static ObjectCodec ChooseArray(Type type)
    {
        var element = type.GetElementType()!;
        if (element.IsPointer || element.IsFunctionPointer)
            return new RefusedCodec(type, Refusals.Address);
        return type.IsSZArray
            ? Make(typeof(ArrayCodec<>), [element])
            : Make(typeof(GridCodec<>), [element], type);
    }

    private static ObjectCodec ChooseValue(Type type)
    {
        if (Blittable.Is(type))
            return Make(typeof(BlitCodec<>), [type]);
        if (Refusals.ReasonFor(type) is { } reason)
            return Make(typeof(RefusedValueCodec<>), [type], reason);
        var arguments = type.GetGenericArguments();
        if (Nullable.GetUnderlyingType(type) is not null)
            return Make(typeof(NullableCodec<>), arguments);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
            return Make(typeof(PairCodec<,>), arguments);
        return Make(typeof(StructCodec<>), [type]);
    }

    private static ObjectCodec? ChooseMember(Type type)
    {
        if (typeof(Type).IsAssignableFrom(type))
            return new TypeCodec();
        if (typeof(Assembly).IsAssignableFrom(type))
            return new AssemblyCodec();
        if (typeof(MethodInfo).IsAssignableFrom(type))
            return new MethodCodec(typeof(MethodInfo));
        if (typeof(ConstructorInfo).IsAssignableFrom(type))
            return new MethodCodec(typeof(ConstructorInfo));
        return typeof(MemberInfo).IsAssignableFrom(type)
            ? new MemberCodec(typeof(MemberInfo))
            : null;
    }

    /// <summary>Looks along the bases, so that derived classes are known for what they are.</summary>
    private static ObjectCodec? ChooseContainer(Type type)
    {
        for (var level = type; level is not null; level = level.BaseType)
        {
            if (!level.IsGenericType)
                continue;
            var arguments = level.GetGenericArguments();
            var codec = level.GetGenericTypeDefinition() switch
            {
                var d when d == typeof(List<>) => Make(typeof(ListCodec<>), arguments, type),
                var d when d == typeof(Dictionary<,>) => Make(
                    typeof(DictionaryCodec<,>),
                    arguments,
                    type
                ),
                var d when d == typeof(HashSet<>) => Make(typeof(HashSetCodec<>), arguments, type),
                _ => null,
            };
            if (codec is not null)
                return codec;
        }
        return null;
    }

    private static ObjectCodec Make(Type definition, Type[] arguments, params object[] given) =>
        (ObjectCodec)Activator.CreateInstance(definition.MakeGenericType(arguments), given)!;
}
