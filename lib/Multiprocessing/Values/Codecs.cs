using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Multiprocessing.Values;

/// <summary>Chooses, once for each type, how it travels.</summary>
internal static class Codecs
{
    private static readonly ConcurrentDictionary<Type, ObjectCodec> s_codecs = new();

    public static ObjectCodec For(Type type) =>
        s_codecs.TryGetValue(type, out var codec) ? codec : s_codecs.GetOrAdd(type, Choose);

    /// <summary>The codec for a type about which nothing special is known.</summary>
    public static ObjectCodec Usual(Type type) =>
        Refusals.ReasonFor(type) is { } reason
            ? new RefusedCodec(type, reason)
            : new FieldsCodec(type);

    /// <summary>Makes a codec that is generic over parts of its type.</summary>
    public static ObjectCodec Make(Type definition, Type[] arguments, params object[] given) =>
        (ObjectCodec)Activator.CreateInstance(definition.MakeGenericType(arguments), given)!;

    private static ObjectCodec Choose(Type type)
    {
        if (typeof(IFieldsOnly).IsAssignableFrom(type))
            return new FieldsCodec(type);
        if (Handles.For(type) is { } handle)
            return handle;
        if (type.IsValueType)
            return ChooseValue(type);
        if (type.IsArray)
            return ChooseArray(type);
        if (typeof(Delegate).IsAssignableFrom(type))
            return new DelegateCodec(type);
        return SpecialTypes.CodecFor(type) ?? Usual(type);
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
        if (SpecialTypes.CodecFor(type) is { } special)
            return special;
        if (Refusals.ReasonFor(type) is { } reason)
            return Make(typeof(RefusedValueCodec<>), [type], reason);
        if (type.GetCustomAttribute<InlineArrayAttribute>() is { } inline)
        {
            var element = type.GetFields(Layout.Declared)[0].FieldType;
            return Make(typeof(InlineArrayCodec<,>), [type, element], inline.Length);
        }
        return Make(typeof(StructCodec<>), [type]);
    }
}
