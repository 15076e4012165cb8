using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Multiprocessing.Lab.Documents.Dib;

namespace Multiprocessing.Lab.Documents;

/// <summary>Reads an .ipynb or a .dib, or says in one line why it cannot be.</summary>
internal static class NotebookReader
{
    public const int MaxDepth = 512;

    private const int Major = 4;

    private const string Restore =
        "Restore it from version control or a backup, or save it again from the editor it was written in.";

    public static Notebook Read(string path)
    {
        var file = ReadFile(path);
        if (IsDib(path))
            file = OfDib(path, file);
        ReadOnlySpan<byte> preamble = Encoding.UTF8.Preamble;
        var offset = file.AsSpan().StartsWith(preamble) ? preamble.Length : 0;
        var json = file.AsMemory(offset);
        using var document = Parse(path, json);
        var root = document.RootElement;
        CheckFormat(path, root);

        var defaultLanguage = NotebookLanguage.DefaultOf(root);
        var cells = root.GetProperty("cells")
            .EnumerateArray()
            .Select((c, i) => ReadCell(path, c, i + 1, defaultLanguage))
            .ToList();
        if (NotebookLanguage.ForeignTo(defaultLanguage, cells) is { } language)
        {
            throw new NotebookException(
                $"{path}: is a {NotebookLanguage.DisplayName(language)} notebook, and only C# notebooks run here. "
                    + "Open it with a kernel of its own language, or write a C# cell and choose the .NET (C#) kernel."
            );
        }
        return new Notebook(path, file, cells, CellLayout.Find(json.Span, offset));
    }

    public static bool IsDib(string path) =>
        Path.GetExtension(path).Equals(".dib", StringComparison.OrdinalIgnoreCase);

    private static byte[] OfDib(string path, byte[] file) =>
        Utf8.IsValid(file)
            ? DibConversion.ToIpynb(DibReader.Read(path, Encoding.UTF8.GetString(file)))
            : throw new NotebookException(
                $"{path}: is not UTF-8 text, so not a notebook. {Restore}"
            );

    private static byte[] ReadFile(string path)
    {
        if (Directory.Exists(path))
            throw new NotebookException(
                $"{path}: is a folder, not a notebook. Name an .ipynb file inside it."
            );
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new NotebookException(
                $"{path}: no such file. Check the path and the folder it is meant from."
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException(
                $"{path}: cannot be read ({e.Message.TrimEnd('.')}). Check its permissions."
            );
        }
    }

    private static JsonDocument Parse(string path, ReadOnlyMemory<byte> json)
    {
        if (json.Span.Trim(" \t\r\n"u8).IsEmpty)
            throw new NotebookException(
                $"{path}: is empty; it was probably never written to its end. {Restore}"
            );
        if (!Utf8.IsValid(json.Span))
            throw new NotebookException($"{path}: is not UTF-8 text, so not a notebook. {Restore}");
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException e) when (IsCutShort(json.Span))
        {
            throw new NotebookException(
                $"{path}: is half-written; it stops in the middle, at line {e.LineNumber + 1}. {Restore}"
            );
        }
        catch (JsonException e)
        {
            throw new NotebookException(
                $"{path}: is not JSON, so not a notebook (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}). {Restore}"
            );
        }
    }

    /// <summary>Whether everything up to the end is right, and only the rest is missing.</summary>
    private static bool IsCutShort(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(
            json,
            isFinalBlock: false,
            new(new JsonReaderOptions { MaxDepth = MaxDepth })
        );
        try
        {
            while (reader.Read()) { }
        }
        catch (JsonException)
        {
            return false;
        }
        return json[0]
            is (byte)'{'
                or (byte)'['
                or (byte)' '
                or (byte)'\n'
                or (byte)'\r'
                or (byte)'\t';
    }

    private static void CheckFormat(string path, JsonElement root)
    {
        if (root.Number("nbformat") is not { } format)
            throw new NotebookException(
                $"{path}: is JSON but not a notebook: it has no \"nbformat\" number. Name an .ipynb file."
            );
        if (format > Major)
        {
            throw new NotebookException(
                $"{path}: is in notebook format {format}, newer than format {Major}, the newest known here. "
                    + $"Save it as format {Major}, or use a newer mplab."
            );
        }
        if (format < Major)
        {
            throw new NotebookException(
                $"{path}: is in the old notebook format {format}. Convert it to format {Major}: jupyter nbconvert --to notebook --inplace \"{path}\""
            );
        }
        if (root.Member("cells") is not { ValueKind: JsonValueKind.Array })
            throw new NotebookException(
                $"{path}: is not a complete notebook: it has no list of \"cells\". {Restore}"
            );
    }

    private static Cell ReadCell(string path, JsonElement cell, int number, string defaultLanguage)
    {
        var source = cell.Member("source") is { } text ? text.AsText() : "";
        if (source is null)
            throw new NotebookException(
                $"{path}: cell {number} is damaged: its \"source\" is neither text nor a list of lines. {Restore}"
            );
        var id = cell.Text("id");
        return cell.Text("cell_type") switch
        {
            "code" => Cell.Code(
                id,
                NotebookLanguage.OfCell(cell, defaultLanguage),
                source,
                cell.Number("execution_count"),
                OutputJson.FromJson(cell),
                CellView.Of(cell)
            ),
            "markdown" => new()
            {
                Id = id,
                Kind = CellKind.Markdown,
                Language = "markdown",
                Source = source,
                Attachments = ReadAttachments(cell),
                View = CellView.Of(cell),
            },
            "raw" => new()
            {
                Id = id,
                Kind = CellKind.Raw,
                Language = "raw",
                Source = source,
                RawType = RawTypeOf(cell),
                View = CellView.Of(cell),
            },
            var other => throw new NotebookException(
                $"{path}: cell {number} is damaged: its \"cell_type\" is {(other is null ? "missing" : $"\"{other}\"")}, not code, markdown or raw. {Restore}"
            ),
        };
    }

    private static string RawTypeOf(JsonElement cell)
    {
        var metadata = cell.Member("metadata") ?? default;
        return (metadata.Text("raw_mimetype") ?? metadata.Text("format") ?? "").ToLowerInvariant();
    }

    private static Dictionary<string, IReadOnlyDictionary<string, string>> ReadAttachments(
        JsonElement cell
    )
    {
        var attachments = new Dictionary<string, IReadOnlyDictionary<string, string>>();
        if (cell.Member("attachments") is not { ValueKind: JsonValueKind.Object } files)
            return attachments;
        foreach (
            var file in files
                .EnumerateObject()
                .Where(f => f.Value.ValueKind == JsonValueKind.Object)
        )
        {
            var bundle = new Dictionary<string, string>();
            foreach (var entry in file.Value.EnumerateObject())
                bundle[entry.Name] = entry.Value.AsText() ?? "";
            attachments[file.Name] = bundle;
        }
        return attachments;
    }
}
