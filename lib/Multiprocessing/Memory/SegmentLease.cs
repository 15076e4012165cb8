namespace Multiprocessing.Memory;

/// <summary>One object's claim on a segment. Ends with <see cref="Dispose"/>, or when nobody can reach it any more.</summary>
internal sealed unsafe class SegmentLease : IDisposable
{
    private Segment? _segment;
    private Forgetting.Moment? _lost;

    private SegmentLease(Segment segment)
    {
        _segment = segment;
        Length = segment.Length;
        Data = segment.Data;
    }

    /// <summary>
    /// A span alone does not keep its array from being collected, and may still be in use: a lost lease ends at a later look,
    /// when whoever took a span has surely let go of it.
    /// </summary>
    ~SegmentLease()
    {
        _lost ??= Forgetting.Now;
        if (Forgetting.IsOver(_lost.Value))
        {
            End(keepAddresses: false);
        }
        else
        {
            GC.ReRegisterForFinalize(this);
        }
    }

    /// <summary>The segment's first byte of data; null after <see cref="Dispose"/>.</summary>
    public byte* Data { get; private set; }

    /// <summary>The segment's bytes of data.</summary>
    public long Length { get; }

    /// <summary>Null after <see cref="Dispose"/>.</summary>
    public Segment? Segment => _segment;

    /// <inheritdoc cref="Segments.Create"/>
    public static SegmentLease Create(long length) => new(Segments.Create(length));

    /// <inheritdoc cref="Segments.Open"/>
    public static SegmentLease Open(SegmentHandle handle) => new(Segments.Open(handle));

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        End(keepAddresses: true);
    }

    private void End(bool keepAddresses)
    {
        Data = null;
        if (Interlocked.Exchange(ref _segment, null) is { } segment)
        {
            Segments.Release(segment, keepAddresses);
        }
    }
}
