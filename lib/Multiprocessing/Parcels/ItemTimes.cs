using System.Diagnostics;
using System.Runtime.InteropServices;
using Multiprocessing.Values;

namespace Multiprocessing.Parcels;

/// <summary>A worker's notes on a chunk: when each item ran, and how many bytes it and its result took.</summary>
/// <param name="items">The chunk's items, none of them read yet.</param>
/// <param name="count">How many they are.</param>
/// <param name="results">Takes the results.</param>
internal sealed class ItemTimes(GraphReader items, int count, GraphWriter results)
{
    private readonly List<ItemTime> _times = [];
    private int _read = items.Consumed;
    private int _written = results.Output.Length;
    private int _share;

    /// <summary>The next item is about to be read, unless all were read as one block before the first.</summary>
    public void Begin()
    {
        if (_times.Count == 0)
        {
            _share = (items.Consumed - _read) / count;
            _read = items.Consumed;
        }

        Close();
        _times.Add(default);
    }

    /// <summary>Its function is about to be called.</summary>
    public void Start() => Last.Started = Stopwatch.GetTimestamp();

    /// <summary>Its function has returned, or thrown.</summary>
    public void Finish() => Last.Finished = Stopwatch.GetTimestamp();

    /// <summary>The chunk's items are done and their results written.</summary>
    public ItemTime[] End()
    {
        bool oneBlock = _times.SkipLast(1).All(time => time.ResultBytes == 0);
        Close();
        if (oneBlock && _times.Count > 0)
        {
            int share = Last.ResultBytes / _times.Count;
            foreach (ref ItemTime time in CollectionsMarshal.AsSpan(_times))
            {
                time.ResultBytes = share;
            }
        }

        return [.. _times];
    }

    private ref ItemTime Last => ref CollectionsMarshal.AsSpan(_times)[^1];

    private void Close()
    {
        if (_times.Count > 0)
        {
            Last.ItemBytes = _share + items.Consumed - _read;
            Last.ResultBytes = results.Output.Length - _written;
            _read = items.Consumed;
            _written = results.Output.Length;
        }
    }
}

/// <summary>One item's run in a worker.</summary>
internal struct ItemTime
{
    /// <summary>In ticks of <see cref="Stopwatch"/>, which all processes of a machine share.</summary>
    public long Started;

    public long Finished;

    public int ItemBytes;

    public int ResultBytes;
}
