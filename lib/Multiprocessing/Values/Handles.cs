using System.Reflection;

namespace Multiprocessing.Values;

/// <summary>The types that travel in their own way.</summary>
internal static class Handles
{
    /// <summary>Null for a type that says nothing of the kind.</summary>
    public static ObjectCodec? For(Type type) =>
        type.Assembly == typeof(Handles).Assembly // others cannot have it, and looking takes long
        && type.GetCustomAttribute<TravelsByAttribute>(inherit: false) is { } by
            ? HandleFor(type, Activator.CreateInstance(by.Codec.MakeGenericType(type))!)
            : null;

    private static ObjectCodec HandleFor(Type type, object codec) =>
        (ObjectCodec)Activator.CreateInstance(typeof(Handle<>).MakeGenericType(type), codec)!;

    private sealed class Handle<T>(HandleCodec<T> codec) : LeafCodec<T>
        where T : class
    {
        protected override void Write(GraphWriter writer, T value) => codec.Write(writer, value);

        protected override T Read(GraphReader reader) => codec.Read(reader);
    }
}
