using System.Collections.Concurrent;
using System.Reflection;

namespace Multiprocessing.Values;

/// <summary>The types that travel in their own way.</summary>
internal static class Handles
{
    private static readonly ConcurrentDictionary<Type, ObjectCodec> s_codecs = new();

    /// <summary>To be called before the first value of the type is met, or the type's usual codec stays.</summary>
    public static void Register<T>(HandleCodec<T> codec)
        where T : notnull =>
        s_codecs[typeof(T)] = typeof(T).IsValueType
            ? new ValueHandle<T>(codec)
            : ObjectHandleFor(typeof(T), codec);

    public static bool Has(Type type) => s_codecs.ContainsKey(type);

    public static ObjectCodec? For(Type type) =>
        s_codecs.TryGetValue(type, out var known) ? known
        : type.GetCustomAttribute<TravelsByAttribute>(inherit: false) is { } by
            ? ObjectHandleFor(type, Activator.CreateInstance(by.Codec.MakeGenericType(type))!)
        : null;

    private static ObjectCodec ObjectHandleFor(Type type, object codec) =>
        (ObjectCodec)Activator.CreateInstance(typeof(ObjectHandle<>).MakeGenericType(type), codec)!;

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
