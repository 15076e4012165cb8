using System.Text;

namespace Multiprocessing.Lab.Documents;

/// <summary>An .ipynb file, kept as the bytes it was so that saving changes only what ran.</summary>
internal sealed class Notebook
{
    private readonly byte[] _file;
    private readonly IReadOnlyList<CellLayout> _layouts;

    internal Notebook(
        string path,
        byte[] file,
        IReadOnlyList<Cell> cells,
        IReadOnlyList<CellLayout> layouts
    )
    {
        Path = path;
        _file = file;
        Cells = cells;
        _layouts = layouts;
    }

    /// <summary>The path as the user gave it.</summary>
    public string Path { get; }

    /// <summary>The first heading, else the file's name.</summary>
    public string Title => NotebookTitle.Of(this);

    public IReadOnlyList<Cell> Cells { get; }

    /// <exception cref="NotebookException">The file is not a C# notebook that can be read.</exception>
    public static Notebook Load(string path) => NotebookReader.Read(path);

    /// <summary>
    /// Writes the file with the recorded outputs and execution counts, every other byte as it was read.
    /// The file is replaced as a whole, so that nobody ever sees half of it.
    /// </summary>
    /// <exception cref="NotebookException">The file cannot be written.</exception>
    public void Save(string path)
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

        try
        {
            AtomicFile.Write(path, result.ToArray());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException(
                $"{path}: cannot be saved ({e.Message.TrimEnd('.')}). Check the folder's permissions and the free space."
            );
        }
    }
}
