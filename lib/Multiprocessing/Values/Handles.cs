using System.Collections.Concurrent;
using System.Reflection;

namespace Multiprocessing.Values;

/// <summary>The types that travel in their own way: those registered, and those marked with <see cref="TravelsByAttribute"/>.</summary>
internal static class Handles
{
    private static readonly ConcurrentDictionary<Type, ObjectCodec> s_codecs = new();

    /// <summary>To be called before the first value of the type is met, or the type's usual codec stays.</summary>
    public static void Register<T>(HandleCodec<T> codec)
        where T : notnull => s_codecs[typeof(T)] = Wrap(typeof(T), codec);

    public static bool Has(Type type) => For(type) is not null;

    public static ObjectCodec? For(Type type) =>
        s_codecs.TryGetValue(type, out ObjectCodec? codec) ? codec
        : Marked(type) is { } made ? s_codecs.GetOrAdd(type, made)
        : null;

    private static ObjectCodec? Marked(Type type)
    {
        if (
            type.Assembly != typeof(Handles).Assembly
            || type.GetCustomAttribute<TravelsByAttribute>() is not { Codec: var codec }
        )
        {
            return null;
        }

        Type made = codec.IsGenericTypeDefinition
            ? codec.MakeGenericType(type.GetGenericArguments())
            : codec;
        return Wrap(type, Activator.CreateInstance(made)!);
    }

    private static ObjectCodec Wrap(Type type, object codec) =>
        Codecs.Make(
            type.IsValueType ? typeof(ValueHandle<>) : typeof(ObjectHandle<>),
            [type],
            codec
        );

    private sealed class ValueHandle<T>(HandleCodec<T> codec) : ValueCodec<T>
        where T : notnull
    {
        public override void Write(GraphWriter writer, ref readonly T value) =>
            codec.Write(writer, value);

        public override void Read(GraphReader reader, ref T value) => value = codec.Read(reader);
    }

    private sealed class ObjectHandle<T>(HandleCodec<T> codec) : LeafCodec<T>
        where T : class
    {
        protected override void Write(GraphWriter writer, T value) => codec.Write(writer, value);

        protected override T Read(GraphReader reader) => codec.Read(reader);
    }
}
