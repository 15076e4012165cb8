namespace Multiprocessing.Memory;

/// <summary>One object's claim on a segment. Ends with <see cref="Dispose"/>, or when nobody can reach it any more.</summary>
internal sealed unsafe class SegmentLease : IDisposable
{
    private static long s_leases;

    private readonly long _number = Interlocked.Increment(ref s_leases);
    private nint _data;
    private Segment? _segment;
    private LeaseScope? _scope;
    private Forgetting.Moment? _lost;

    private SegmentLease(Segment segment, LeaseScope? scope)
    {
        _segment = segment;
        _scope = scope;
        Length = segment.Length;
        _data = (nint)segment.Data;
    }

    /// <summary>
    /// A span alone does not keep its array from being collected, and may still be in use: a lost lease ends at a later look,
    /// when whoever took a span has surely let go of it.
    /// </summary>
    ~SegmentLease()
    {
        _lost ??= Forgetting.Now;
        if (Forgetting.IsOver(_lost.Value, _scope))
        {
            End(keepAddresses: false);
        }
        else
        {
            GC.ReRegisterForFinalize(this);
        }
    }

    /// <summary>The segment's first byte of data; null after <see cref="Dispose"/>.</summary>
    /// <remarks>Another thread may dispose of it at any moment: see <see cref="Enter"/> and <see cref="Hold"/>.</remarks>
    public byte* Data => (byte*)_data;

    /// <summary>The segment's bytes of data.</summary>
    public long Length { get; }

    /// <summary>Null after <see cref="Dispose"/>.</summary>
    public Segment? Segment => _segment;

    /// <inheritdoc cref="Segments.Create"/>
    public static SegmentLease Create(long length) => new(Segments.Create(length), scope: null);

    /// <param name="handle">What came of the segment.</param>
    /// <param name="scope">What the lease is for; null where that is not known.</param>
    /// <inheritdoc cref="Segments.Open" path="/exception"/>
    public static SegmentLease Open(SegmentHandle handle, LeaseScope? scope) =>
        new(Segments.Open(handle), scope);

    /// <summary>
    /// The same for a short look: until the visitor leaves, the memory stays. Null after <see cref="Dispose"/>, and then there is
    /// nothing to leave.
    /// </summary>
    public byte* Enter(Visitor visitor)
    {
        visitor.Enter(_number);
        byte* data = (byte*)Volatile.Read(ref _data);
        if (data is null)
        {
            visitor.Leave();
        }

        return data;
    }

    /// <summary>The same for a long look: the segment, to be released by the caller. Null after <see cref="Dispose"/>.</summary>
    public Segment? Hold() =>
        _segment is { } segment && Segments.TryRetain(segment) ? segment : null;

    /// <summary>Whoever made it hands it on, as a result for example: with that its own use is over.</summary>
    public void HandOn(LeaseScope scope) => _scope = scope;

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        End(keepAddresses: true);
    }

    private void End(bool keepAddresses)
    {
        Volatile.Write(ref _data, 0);
        if (Interlocked.Exchange(ref _segment, null) is { } segment)
        {
            Visitor.Await(_number);
            Segments.Release(segment, keepAddresses);
        }
    }
}
