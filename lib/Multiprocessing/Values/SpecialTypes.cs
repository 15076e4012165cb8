using System.Reflection;

namespace Multiprocessing.Values;

/// <summary>
/// The types of the framework that do not simply travel field by field. By name, so that a process loads
/// only the assemblies whose types it meets.
/// </summary>
internal static class SpecialTypes
{
    /// <summary>Makes a codec for a type from the base at which it was found, or null if the usual way is right.</summary>
    private delegate ObjectCodec? Factory(Type type, Type[] arguments);

    private static readonly Dictionary<string, Factory> s_generic = new()
    {
        ["System.Collections.Generic.List`1"] = (t, a) => Make(typeof(ListCodec<>), a, t),
        ["System.Collections.Generic.Dictionary`2"] = (t, a) =>
            Make(typeof(DictionaryCodec<,>), a, t),
        ["System.Collections.Generic.HashSet`1"] = (t, a) => Make(typeof(HashSetCodec<>), a, t),
        ["System.Collections.Generic.OrderedDictionary`2"] = (t, a) =>
            Make(typeof(OrderedDictionaryCodec<,>), a, t),
        ["System.Collections.Generic.LinkedList`1"] = (t, a) =>
            Make(typeof(LinkedListCodec<>), a, t),
        ["System.Collections.Generic.LinkedListNode`1"] = (_, a) =>
            Make(typeof(LinkedListNodeCodec<>), a),
        ["System.Collections.Generic.EqualityComparer`1"] = (t, a) =>
            DefaultOf(typeof(EqualityComparer<>), t, a),
        ["System.Buffers.ArrayPool`1"] = (t, a) =>
            Known(
                t,
                typeof(System.Buffers.ArrayPool<>)
                    .MakeGenericType(a)
                    .GetProperty("Shared")!
                    .GetValue(null)!
            ),
        ["System.Collections.Generic.Comparer`1"] = (t, a) => DefaultOf(typeof(Comparer<>), t, a),
        ["System.Collections.Concurrent.ConcurrentDictionary`2"] = (t, a) =>
            Make(typeof(ConcurrentDictionaryCodec<,>), a, t),
        ["System.Collections.Concurrent.ConcurrentQueue`1"] = (t, a) =>
            Make(typeof(ConcurrentQueueCodec<>), a, t),
        ["System.Collections.Concurrent.ConcurrentStack`1"] = (t, a) =>
            Make(typeof(ConcurrentStackCodec<>), a, t),
        ["System.Collections.Concurrent.ConcurrentBag`1"] = (t, a) =>
            Make(typeof(ConcurrentBagCodec<>), a, t),
        ["System.Collections.Immutable.ImmutableDictionary`2"] = (t, a) =>
            Make(typeof(ImmutableDictionaryCodec<,>), a, t),
        ["System.Collections.Immutable.ImmutableDictionary`2+Builder"] = (t, a) =>
            Make(typeof(ImmutableDictionaryBuilderCodec<,>), a, t),
        ["System.Collections.Immutable.ImmutableHashSet`1"] = (t, a) =>
            Make(typeof(ImmutableHashSetCodec<>), a, t),
        ["System.Collections.Immutable.ImmutableHashSet`1+Builder"] = (t, a) =>
            Make(typeof(ImmutableHashSetBuilderCodec<>), a, t),
        ["System.Collections.Frozen.FrozenDictionary`2"] = (t, a) =>
            Make(typeof(FrozenDictionaryCodec<,>), a, t),
        ["System.Collections.Frozen.FrozenSet`1"] = (t, a) => Make(typeof(FrozenSetCodec<>), a, t),
        ["System.Linq.Lookup`2"] = (t, a) => Make(typeof(LookupCodec<,>), a, t),
        // A group hangs in the chain of its lookup, which is not to come along.
        ["System.Linq.Grouping`2"] = (t, _) => new PartialCodec(t, "_next", "_hashNext"),
        ["System.Threading.Tasks.Task`1"] = (_, a) =>
            a[0].Name == "VoidTaskResult" ? new PlainTaskCodec() : Make(typeof(TaskCodec<>), a),
        ["System.Memory`1"] = (_, a) => Make(typeof(MemoryCodec<>), a),
        ["System.ReadOnlyMemory`1"] = (_, a) => Make(typeof(ReadOnlyMemoryCodec<>), a),
        ["System.ArraySegment`1"] = (_, a) => Make(typeof(SegmentCodec<>), a),
        ["System.Nullable`1"] = (_, a) => Make(typeof(NullableCodec<>), a),
        ["System.Collections.Generic.KeyValuePair`2"] = (_, a) => Make(typeof(PairCodec<,>), a),
    };

    private static readonly Dictionary<string, Func<Type, ObjectCodec?>> s_plain = new()
    {
        ["System.String"] = _ => new StringCodec(),
        ["System.Exception"] = t => new ExceptionCodec(t),
        ["System.Type"] = _ => new TypeCodec(),
        ["System.Reflection.Assembly"] = _ => new AssemblyCodec(),
        ["System.Reflection.MethodInfo"] = _ => new MethodCodec(typeof(MethodInfo)),
        ["System.Reflection.ConstructorInfo"] = _ => new MethodCodec(typeof(ConstructorInfo)),
        ["System.Reflection.FieldInfo"] = _ => new MemberCodec(typeof(FieldInfo)),
        ["System.Reflection.PropertyInfo"] = _ => new MemberCodec(typeof(PropertyInfo)),
        ["System.Reflection.EventInfo"] = _ => new MemberCodec(typeof(EventInfo)),
        ["System.Threading.Tasks.Task"] = _ => new PlainTaskCodec(),
        ["System.Threading.CancellationToken"] = _ => new CancellationTokenCodec(),
        ["System.Collections.Hashtable"] = t => new HashtableCodec(t),
        ["System.Dynamic.ExpandoObject"] = _ => new ExpandoCodec(),
        ["System.Text.StringBuilder"] = _ => new StringBuilderCodec(),
        ["System.Text.RegularExpressions.Regex"] = t =>
            t.BaseType == typeof(object) ? new RegexCodec() : null,
        ["System.Uri"] = t => t.BaseType == typeof(object) ? new UriCodec() : null,
        ["System.Xml.Linq.XName"] = _ => new XNameCodec(),
        ["System.Xml.Linq.XNamespace"] = _ => new XNamespaceCodec(),
        ["System.Text.Json.JsonDocument"] = _ => new JsonDocumentCodec(),
        ["System.Text.Json.Nodes.JsonNode"] = _ => new JsonNodeCodec(),
        ["System.Globalization.CultureInfo"] = t => new CultureCodec(t),
        ["System.Globalization.CultureData"] = t => new CultureDataCodec(t),
        ["System.Globalization.CompareInfo"] = _ => new CompareInfoCodec(),
        ["System.StringComparer"] = t =>
            Known(
                t,
                StringComparer.Ordinal,
                StringComparer.OrdinalIgnoreCase,
                StringComparer.InvariantCulture,
                StringComparer.InvariantCultureIgnoreCase
            ),
        ["System.Collections.Generic.ReferenceEqualityComparer"] = t =>
            Known(t, ReferenceEqualityComparer.Instance),
        ["System.Collections.Comparer"] = t =>
            Known(
                t,
                System.Collections.Comparer.Default,
                System.Collections.Comparer.DefaultInvariant
            ),
        ["System.DBNull"] = t => Known(t, DBNull.Value),
        ["System.Reflection.Missing"] = t => Known(t, Missing.Value),
        ["System.Random"] = t => Known(t, Random.Shared),
        ["System.TimeZoneInfo"] = t => Known(t, TimeZoneInfo.Utc, TimeZoneInfo.Local),
        ["System.TimeProvider"] = t => Known(t, TimeProvider.System),
        ["System.IO.Stream"] = t => Known(t, Stream.Null),
        ["System.IO.TextWriter"] = t => Known(t, TextWriter.Null),
        ["System.IO.TextReader"] = t => Known(t, TextReader.Null),
    };

    /// <summary>Looks along the bases, so that derived types are known for what they are.</summary>
    public static ObjectCodec? CodecFor(Type type)
    {
        for (var level = type; level is not null; level = level.BaseType)
        {
            if (!Framework.Owns(level))
                continue;
            var codec = level.IsGenericType
                ? s_generic
                    .GetValueOrDefault(level.GetGenericTypeDefinition().FullName!)
                    ?.Invoke(type, level.GetGenericArguments())
                : s_plain.GetValueOrDefault(level.FullName!)?.Invoke(type);
            if (codec is not null)
                return codec;
        }
        return null;
    }

    /// <summary>The usual codec, except for the given instances, which every process has.</summary>
    private static WellKnownCodec? Known(Type type, params object[] instances)
    {
        object[] own = [.. instances.Where(i => i.GetType() == type)];
        return own.Length == 0 ? null : new WellKnownCodec(Codecs.Usual(type), own);
    }

    private static WellKnownCodec? DefaultOf(Type definition, Type type, Type[] arguments) =>
        Known(type, definition.MakeGenericType(arguments).GetProperty("Default")!.GetValue(null)!);

    private static ObjectCodec Make(Type definition, Type[] arguments, params object[] given) =>
        Codecs.Make(definition, arguments, given);
}
