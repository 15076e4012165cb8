using Multiprocessing.Dispatch;
using Multiprocessing.Parcels;
using Multiprocessing.Values;

namespace Multiprocessing;

/// <summary>
/// Names generic code over the usual types, which this library otherwise meets by reflection or in other people's programs
/// only, so that it is compiled ahead with the rest. Never called.
/// </summary>
internal static class CompiledAhead
{
    internal static void All(ProcessPool pool, GraphReader reader, GraphWriter writer)
    {
        Value<bool>(reader, writer);
        Value<byte>(reader, writer);
        Value<int>(reader, writer);
        Value<long>(reader, writer);
        Value<float>(reader, writer);
        Value<double>(reader, writer);
        Run<bool>(pool, reader, writer);
        Run<int>(pool, reader, writer);
        Run<long>(pool, reader, writer);
        Run<double>(pool, reader, writer);
        Run<object>(pool, reader, writer);
        Map<int, int>(pool, reader, writer);
        Map<int, long>(pool, reader, writer);
        Map<int, double>(pool, reader, writer);
        Map<int, object>(pool, reader, writer);
        Map<long, long>(pool, reader, writer);
        Map<double, double>(pool, reader, writer);
        Map<object, int>(pool, reader, writer);
        Map<object, double>(pool, reader, writer);
        Map<object, object>(pool, reader, writer);
    }

    private static void Run<TResult>(ProcessPool pool, GraphReader reader, GraphWriter writer)
    {
        Func<TResult> function = reader.Read<Func<TResult>>();
        pool.Run(function);
        new RunWork<TResult>(function).Execute(reader, 0, writer, null!);
        var call = new RunCall<TResult>(null!, new MapOptions());
        call.WriteItems(default, writer);
        call.ReadResults(default, reader);
        call.Complete();
    }

    private static void Value<T>(GraphReader reader, GraphWriter writer)
    {
        T value = Slot<T>.Read(reader);
        Slot<T>.Write(writer, value);
        var plain = new BlitCodec<T>();
        plain.Read(reader, ref value);
        plain.Write(writer, ref value);
        var field = new FieldSlot<T>();
        field.Read(reader, writer);
        field.Write(writer, reader);
        var array = new ArrayCodec<T>();
        array.Fill(reader, array.Allocate(reader));
        array.WriteHeader(writer, reader);
        array.WriteBody(writer, reader);
    }

    private static void Map<T, TResult>(ProcessPool pool, GraphReader reader, GraphWriter writer)
    {
        Func<T, TResult> function = reader.Read<Func<T, TResult>>();
        T[] items = reader.Read<T[]>();
        pool.Map(function, items);
        new MapWork<T, TResult>(function).Execute(reader, 0, writer, null!);
        var call = new MapCall<T, TResult>(null!, items, new MapOptions(), null!);
        call.WriteItems(default, writer);
        call.ReadResults(default, reader);
    }
}
