using System.Collections.Concurrent;
using System.Reflection;

namespace Multiprocessing.Values;

/// <summary>The types that travel in their own way.</summary>
internal static class Handles
{
    private static readonly ConcurrentDictionary<Type, Func<object>> s_codecs = new();

    /// <summary>To be called before the first value of the type is met, or the type's usual codec stays.</summary>
    /// <param name="type">The type.</param>
    /// <param name="codec">Makes its <see cref="HandleCodec{T}"/> when a value is met: in most processes none ever is.</param>
    public static void Register(Type type, Func<object> codec) => s_codecs[type] = codec;

    public static bool Has(Type type) => s_codecs.ContainsKey(type);

    public static ObjectCodec? For(Type type) =>
        s_codecs.TryGetValue(type, out var make) ? HandleFor(type, make())
        : type.Assembly == typeof(Handles).Assembly // others cannot have it, and looking takes long
        && type.GetCustomAttribute<TravelsByAttribute>(inherit: false) is { } by
            ? HandleFor(type, Activator.CreateInstance(by.Codec.MakeGenericType(type))!)
        : null;

    private static ObjectCodec HandleFor(Type type, object codec)
    {
        var handle = type.IsValueType ? typeof(ValueHandle<>) : typeof(ObjectHandle<>);
        return (ObjectCodec)Activator.CreateInstance(handle.MakeGenericType(type), codec)!;
    }

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
