using Multiprocessing.Platform;

namespace Multiprocessing.Parcels;

/// <summary>
/// Eight bytes that a worker and its parent share: the index of the item that runs. A plain store for the worker, and still
/// there for the parent to read when the worker has died without a word.
/// </summary>
internal sealed unsafe class ProgressCell : IDisposable
{
    private readonly SharedView _view;

    private ProgressCell(SharedView view, string address)
    {
        _view = view;
        Address = address;
    }

    /// <summary>By what the worker opens it.</summary>
    public string Address { get; }

    public long Value
    {
        get => *(long*)_view.Data;
        set => *(long*)_view.Data = value;
    }

    /// <inheritdoc cref="SharedPages.Create" path="/exception"/>
    public static ProgressCell Create() =>
        new(
            new SharedView(SharedPages.Create(sizeof(long), out string address), sizeof(long)),
            address
        );

    /// <summary>The worker's side. Once both hold it the file's name, where it has one, is needed no more.</summary>
    /// <exception cref="IOException">The parent, which made it, is gone.</exception>
    public static ProgressCell Open(string address)
    {
        var cell = new ProgressCell(
            new SharedView(
                SharedPages.Open(address) ?? throw new IOException("The parent is gone."),
                sizeof(long)
            ),
            address
        );
        SharedPages.Unlink(address);
        return cell;
    }

    public void Dispose() => _view.Dispose();
}
