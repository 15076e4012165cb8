namespace Multiprocessing.Values;

/// <summary>A place of static type <typeparamref name="T"/>: a field, an element, a root.</summary>
internal static class Slot<T>
{
    private static readonly ValueCodec<T>? s_value = typeof(T).IsValueType
        ? (ValueCodec<T>)Codecs.For(typeof(T))
        : null;

    public static void Write(GraphWriter writer, T value)
    {
        if (Blittable<T>.Is)
            writer.Output.WriteRaw(in value);
        else if (typeof(T).IsValueType)
            s_value!.Write(writer, ref value);
        else if (typeof(T) == typeof(string))
            writer.WriteText((string?)(object?)value);
        else
            writer.WriteReference(value, typeof(T));
    }

    public static T Read(GraphReader reader)
    {
        if (Blittable<T>.Is)
            return reader.ReadRaw<T>();
        if (typeof(T) == typeof(string))
            return (T)(object)reader.ReadText()!;
        if (!typeof(T).IsValueType)
            return (T)reader.ReadReference(typeof(T))!;
        T value = default!;
        s_value!.Read(reader, ref value);
        return value;
    }
}
