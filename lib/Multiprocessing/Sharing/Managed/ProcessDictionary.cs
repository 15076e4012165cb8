using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Sharing;
using Multiprocessing.Values;

namespace Multiprocessing;

/// <summary>
/// A dictionary that processes share, as <c>multiprocessing.Manager().dict()</c> is in Python and
/// <see cref="System.Collections.Concurrent.ConcurrentDictionary{TKey,TValue}"/> between threads.
/// </summary>
/// <remarks>
/// <para>
/// Functions may capture it, and it may be an item, a result or part of one: every process then uses the same dictionary.
/// Keys and values travel by value: changing an object that was taken from the dictionary changes nothing in it; store it
/// again. Each member is atomic. To change a value depending on what it is, use
/// <see cref="AddOrUpdate(TKey,TValue,Func{TKey,TValue,TValue})"/>.
/// </para>
/// <para>
/// Shared memory among the values is not kept by the dictionary: the process that stored it, or the one that made it, has to
/// keep it for as long as others are to read it here.
/// </para>
/// <para>
/// <b>When a process fails</b> the dictionary stays as it is: no member leaves it half changed.
/// </para>
/// <para>
/// <b>Lifetime:</b> it lives in the first process of the family until some process disposes it; then every operation on it
/// throws <see cref="ObjectDisposedException"/> in every process. One that was never sent to another process also ends when
/// it is garbage collected.
/// </para>
/// </remarks>
/// <typeparam name="TKey">The type of the keys, whose own <c>Equals</c> counts. It is called in the first process.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
[TravelsBy(typeof(SharedCodec<>))]
public sealed class ProcessDictionary<TKey, TValue>
    : IShared<ProcessDictionary<TKey, TValue>>,
        IEnumerable<KeyValuePair<TKey, TValue>>,
        IDisposable
    where TKey : notnull
{
    // The updates whose functions run in this flow of control.
    private static readonly AsyncLocal<Update?> s_update = new();

    private readonly SharedObject _object;

    /// <summary>Makes an empty dictionary.</summary>
    public ProcessDictionary()
        : this(SharedObject.Create(new DictionaryBlueprint<TKey>())) { }

    private ProcessDictionary(SharedObject shared) => _object = shared;

    /// <summary>How many entries there are; another process may change that at any time.</summary>
    /// <exception cref="ObjectDisposedException">The dictionary has been disposed.</exception>
    public int Count => BitConverter.ToInt32(Ask(DictionaryVerb.Count).Span);

    /// <summary>The keys as they are at this moment.</summary>
    /// <exception cref="ObjectDisposedException">The dictionary has been disposed.</exception>
    public IReadOnlyCollection<TKey> Keys => [.. Entries().Select(entry => entry.Key)];

    /// <summary>The values as they are at this moment.</summary>
    /// <exception cref="ObjectDisposedException">The dictionary has been disposed.</exception>
    public IReadOnlyCollection<TValue> Values => [.. Entries().Select(entry => entry.Value)];

    SharedObject IShared<ProcessDictionary<TKey, TValue>>.Object => _object;

    static ProcessDictionary<TKey, TValue> IShared<ProcessDictionary<TKey, TValue>>.At(
        SharedObject shared
    ) => new(shared);

    /// <summary>The value of a key: reads a copy, or stores a copy in place of what was there.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="KeyNotFoundException">Reading, and the key is not there.</exception>
    /// <exception cref="NotSerializableException">The key or the value cannot travel.</exception>
    /// <exception cref="ObjectDisposedException">The dictionary has been disposed.</exception>
    public TValue this[TKey key]
    {
        get =>
            TryGetValue(key, out TValue? value)
                ? value
                : throw new KeyNotFoundException($"The key '{key}' is not in the dictionary.");
        set
        {
            ThrowIfUpdating(key);
            Ask(DictionaryVerb.Set, key, PackedValue(value));
        }
    }

    /// <summary>Reads the value of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">A copy of the value, else the default value.</param>
    /// <returns>Whether the key is there.</returns>
    /// <exception cref="NotSerializableException">The key cannot travel.</exception>
    /// <exception cref="ObjectDisposedException">The dictionary has been disposed.</exception>
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) =>
        IsThere(Ask(DictionaryVerb.Get, key), out value, out _);

    /// <summary>Whether a key is there.</summary>
    /// <param name="key">The key.</param>
    /// <inheritdoc cref="TryGetValue" path="/exception"/>
    public bool ContainsKey(TKey key) => !Ask(DictionaryVerb.Get, key).IsEmpty;

    /// <summary>Stores a value if the key is not there yet.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">What to store; a copy of it travels.</param>
    /// <returns>Whether it was stored.</returns>
    /// <exception cref="NotSerializableException">The key or the value cannot travel.</exception>
    /// <exception cref="ObjectDisposedException">The dictionary has been disposed.</exception>
    public bool TryAdd(TKey key, TValue value) =>
        BitConverter.ToBoolean(Ask(DictionaryVerb.Add, key, PackedValue(value)).Span);

    /// <summary>Takes an entry out.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value that was there, else the default value.</param>
    /// <returns>Whether the key was there.</returns>
    /// <inheritdoc cref="TryGetValue" path="/exception"/>
    public bool TryRemove(TKey key, [MaybeNullWhen(false)] out TValue value) =>
        IsThere(Ask(DictionaryVerb.Remove, key), out value, out _);

    /// <summary>
    /// Stores a value that depends on the one that is there. No other change comes in between: if one does, the function is
    /// called again with the new value. It runs in the calling process.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="addValue">What to store if the key is not there.</param>
    /// <param name="updateValue">From the key and its value to the new value.</param>
    /// <returns>What was stored.</returns>
    /// <exception cref="NotSerializableException">The key or the value cannot travel.</exception>
    /// <exception cref="InvalidOperationException"><paramref name="updateValue"/> stores the same key itself.</exception>
    /// <exception cref="ObjectDisposedException">The dictionary has been disposed.</exception>
    public TValue AddOrUpdate(TKey key, TValue addValue, Func<TKey, TValue, TValue> updateValue)
    {
        ArgumentNullException.ThrowIfNull(updateValue);
        ThrowIfUpdating(key);
        while (true)
        {
            bool there = IsThere(Ask(DictionaryVerb.Get, key), out TValue? old, out long stamp);
            TValue value = there ? Updated(key, old!, updateValue) : addValue;
            DictionaryVerb verb = there ? DictionaryVerb.Exchange : DictionaryVerb.Add;
            if (BitConverter.ToBoolean(Ask(verb, key, PackedValue(value), stamp).Span))
            {
                return value;
            }
        }
    }

    /// <summary>Reads the value of a key, and stores one first if the key is not there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="newValue">
    /// Makes the value, in the calling process. If another process is faster, what this one made is dropped.
    /// </param>
    /// <returns>The value that is there.</returns>
    /// <exception cref="NotSerializableException">The key or the value cannot travel.</exception>
    /// <exception cref="ObjectDisposedException">The dictionary has been disposed.</exception>
    public TValue GetOrAdd(TKey key, Func<TKey, TValue> newValue)
    {
        ArgumentNullException.ThrowIfNull(newValue);
        while (true)
        {
            if (TryGetValue(key, out TValue? value))
            {
                return value;
            }

            value = newValue(key);
            if (TryAdd(key, value))
            {
                return value;
            }
        }
    }

    /// <summary>Takes all entries out.</summary>
    /// <exception cref="ObjectDisposedException">The dictionary has been disposed.</exception>
    public void Clear() => Ask(DictionaryVerb.Clear);

    /// <summary>A copy of all entries as they are at this moment.</summary>
    /// <exception cref="ObjectDisposedException">The dictionary has been disposed.</exception>
    public Dictionary<TKey, TValue> ToDictionary() => new(Entries());

    /// <summary>Goes through a copy of all entries as they are at this moment.</summary>
    /// <exception cref="ObjectDisposedException">The dictionary has been disposed.</exception>
    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => Entries().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Ends the dictionary in all processes.</summary>
    public void Dispose() => _object.Dispose();

    private List<KeyValuePair<TKey, TValue>> Entries()
    {
        var entries = new List<KeyValuePair<TKey, TValue>>();
        ReadOnlyMemory<byte> rest = Ask(DictionaryVerb.Entries);
        while (!rest.IsEmpty)
        {
            DictionaryContent entry = DictionaryContent.Read(rest);
            entries.Add(new(Packed.Read<TKey>(entry.Key), Packed.Read<TValue>(entry.Value)));
            rest = rest[entry.Length..];
        }

        return entries;
    }

    private static bool IsThere(
        ReadOnlyMemory<byte> answer,
        [MaybeNullWhen(false)] out TValue value,
        out long stamp
    )
    {
        stamp = answer.IsEmpty ? 0 : BitConverter.ToInt64(answer.Span);
        value = answer.IsEmpty ? default : Packed.Read<TValue>(answer[sizeof(long)..]);
        return !answer.IsEmpty;
    }

    private static byte[] PackedValue(TValue value) => Packed.Of(value, "the value");

    private TValue Updated(TKey key, TValue old, Func<TKey, TValue, TValue> updateValue)
    {
        var update = new Update(_object.Number, key, s_update.Value);
        s_update.Value = update;
        try
        {
            return updateValue(key, old);
        }
        finally
        {
            update.IsOver = true; // for what the function has left running
            s_update.Value = update.Outer;
        }
    }

    /// <summary>A function that stores the key whose value it makes would be called again for ever.</summary>
    private void ThrowIfUpdating(TKey key)
    {
        for (Update? update = s_update.Value; update is not null; update = update.Outer)
        {
            if (
                !update.IsOver
                && update.Dictionary == _object.Number
                && EqualityComparer<TKey>.Default.Equals(update.Key, key)
            )
            {
                throw new InvalidOperationException(
                    $"The function that AddOrUpdate calls for the key '{key}' stores that key itself, and would be called again for ever: return the new value instead."
                );
            }
        }
    }

    private sealed class Update(long dictionary, TKey key, Update? outer)
    {
        public long Dictionary => dictionary;

        public TKey Key => key;

        public Update? Outer => outer;

        public bool IsOver { get; set; }
    }

    private ReadOnlyMemory<byte> Ask(
        DictionaryVerb verb,
        TKey key,
        byte[]? value = null,
        long stamp = 0
    )
    {
        ArgumentNullException.ThrowIfNull(key);
        var content = new DictionaryContent(Packed.Of(key, "the key"), value, stamp);
        return _object.Ask((byte)verb, content.ToBytes())!.Value;
    }

    private ReadOnlyMemory<byte> Ask(DictionaryVerb verb) => _object.Ask((byte)verb)!.Value;
}
