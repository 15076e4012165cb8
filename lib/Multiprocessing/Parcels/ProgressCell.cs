using Multiprocessing.Memory;

namespace Multiprocessing.Parcels;

/// <summary>
/// Eight bytes that a worker and its parent share: the index of the item that runs. A plain store for the worker, and still
/// there for the parent to read when the worker has died without a word.
/// </summary>
internal sealed unsafe class ProgressCell : IDisposable
{
    private readonly Segment _segment;

    private ProgressCell(Segment segment) => _segment = segment;

    /// <summary>By what the worker opens it.</summary>
    public string Path => $"{_segment.Handle.Id.ToString("N")} {_segment.Handle.Address}";

    public long Value
    {
        get => *(long*)_segment.Data;
        set => *(long*)_segment.Data = value;
    }

    public static ProgressCell Create() => new(Segment.Create(sizeof(long)));

    /// <summary>The worker's side. Once both hold it the file's name, where it has one, is needed no more.</summary>
    public static ProgressCell Open(string path)
    {
        int space = path.IndexOf(' ', StringComparison.Ordinal);
        string address = path[(space + 1)..];
        var handle = new SegmentHandle(
            Guid.Parse(path.AsSpan(0, space)),
            sizeof(long),
            address,
            address
        );
        var cell = new ProgressCell(Segment.Open(handle));
        cell._segment.Unlink();
        return cell;
    }

    public void Dispose() => _segment.Close();
}
