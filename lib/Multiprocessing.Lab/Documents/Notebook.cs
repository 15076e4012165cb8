using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Multiprocessing.Lab.Documents;

/// <summary>An .ipynb file, kept as the bytes it was so that saving changes only what ran.</summary>
internal sealed class Notebook
{
    private readonly byte[] _file;
    private readonly IReadOnlyList<CellLayout> _layouts;

    private string? _title;

    // What this object last read from or wrote to its own path.
    private byte[] _onDisk;

    internal Notebook(
        string path,
        byte[] file,
        IReadOnlyList<Cell> cells,
        IReadOnlyList<CellLayout> layouts
    )
    {
        Path = path;
        _file = _onDisk = file;
        Cells = cells;
        _layouts = layouts;
    }

    /// <summary>The path as the user gave it.</summary>
    public string Path { get; }

    /// <summary>The first heading, else the file's name.</summary>
    public string Title => _title ??= NotebookTitle.Of(this);

    public IReadOnlyList<Cell> Cells { get; }

    /// <summary>Loads an .ipynb, or a .dib as the .ipynb it converts to.</summary>
    /// <exception cref="NotebookException">The file is not a C# notebook that can be read.</exception>
    public static Notebook Load(string path) => NotebookReader.Read(path);

    /// <summary>The file as it was read, without what has been recorded since.</summary>
    /// <exception cref="NotebookException">An object in it has two members of one name.</exception>
    public JsonObject ToJson()
    {
        ReadOnlySpan<byte> preamble = Encoding.UTF8.Preamble;
        var json = _file.AsSpan(_file.AsSpan().StartsWith(preamble) ? preamble.Length : 0);
        try
        {
            return JsonNode
                .Parse(
                    json,
                    documentOptions: new()
                    {
                        MaxDepth = NotebookReader.MaxDepth,
                        AllowDuplicateProperties = false,
                    }
                )!
                .AsObject();
        }
        catch (JsonException) when (DuplicateMember.Find(json) is { } second)
        {
            throw new NotebookException(
                $"{Path}: line {second.Line} names a member \"{second.Name}\" that its object has already. Remove one of the two."
            );
        }
        catch (InvalidOperationException)
        {
            throw HalfCharacter(Path);
        }
    }

    /// <summary>Escaped halves of surrogate pairs, as Python writes for bytes that are no text, have no place in a new file.</summary>
    public static NotebookException HalfCharacter(string path) =>
        new(
            $"{path}: has half of a surrogate pair in it, such as \\ud83d without what follows, which cannot be written again. Replace it."
        );

    /// <summary>
    /// Writes the file with the recorded outputs and execution counts, every other byte as it was read.
    /// The file is replaced as a whole, so that nobody ever sees half of it.
    /// </summary>
    /// <exception cref="NotebookException">The file cannot be written, or somebody else has changed it.</exception>
    public void Save(string path)
    {
        var content = ToBytes();
        var isOwnPath = FullPath(path) == FullPath(Path);
        try
        {
            if (
                isOwnPath
                && File.Exists(path)
                && !File.ReadAllBytes(path).AsSpan().SequenceEqual(_onDisk)
            )
            {
                throw new NotebookException(
                    $"{path}: was changed by another program in the meantime, so the outputs are not saved over it. Run it again."
                );
            }
            AtomicFile.Write(path, content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException(
                $"{path}: cannot be saved ({e.Message.TrimEnd('.')}). Check the folder's permissions and the free space."
            );
        }
        if (isOwnPath)
            _onDisk = content;
    }

    private static string FullPath(string path) => System.IO.Path.GetFullPath(path);

    /// <summary>The file with the recorded outputs and execution counts.</summary>
    public byte[] ToBytes()
    {
        var style = JsonStyle.Of(_file);
        using var result = new MemoryStream(_file.Length);
        var copied = 0;
        for (var i = 0; i < Cells.Count; i++)
        {
            if (!Cells[i].IsRecorded)
                continue;
            foreach (var splice in _layouts[i].Splices(Cells[i], style, _file))
            {
                result.Write(_file, copied, splice.Start - copied);
                result.Write(Encoding.UTF8.GetBytes(splice.Text));
                copied = splice.End;
            }
        }
        result.Write(_file, copied, _file.Length - copied);
        return result.ToArray();
    }
}
