using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Multiprocessing.Lab.Documents.Dib;

/// <summary>Reads a .dib as Polyglot Notebooks does.</summary>
internal static class DibReader
{
    private const string Meta = "#!meta";

    /// <param name="path">What error messages call the file.</param>
    /// <param name="text">What the file holds.</param>
    /// <exception cref="NotebookException">The <c>#!meta</c> block is damaged.</exception>
    public static DibDocument Read(string path, string text)
    {
        var lines = text.TrimStart('\uFEFF')
            .Replace("\r\n", "\n", StringComparison.Ordinal)
            .Split('\n');
        var (meta, next) = ReadMeta(path, lines);
        var kinds = new DibLines(meta);
        var language = DibMeta.DefaultLanguage(meta);
        var cells = new List<DibCell>();
        var cell = new List<string>();
        foreach (var line in lines.Skip(next))
        {
            if (kinds.Beginning(line) is { } beginning)
            {
                End();
                language = beginning;
            }
            else
            {
                cell.Add(kinds.Unescape(line));
            }
        }
        End();
        return new(meta, cells);

        void End()
        {
            if (Trim(cell) is { Count: > 0 } kept)
                cells.Add(new(language, string.Join('\n', kept)));
            cell.Clear();
        }
    }

    /// <summary>The lines without the empty ones at both ends, which only set a cell apart from the next.</summary>
    public static IReadOnlyList<string> Trim(IReadOnlyList<string> lines)
    {
        var first = 0;
        var end = lines.Count;
        while (first < end && lines[first].Length == 0)
            first++;
        while (end > first && lines[end - 1].Length == 0)
            end--;
        return [.. lines.Skip(first).Take(end - first)];
    }

    /// <returns>The block, and the line after it.</returns>
    private static (JsonObject Meta, int Next) ReadMeta(string path, string[] lines)
    {
        var start = Array.FindIndex(lines, line => line.Length > 0);
        if (start < 0 || lines[start].TrimEnd() != Meta)
            return ([], 0);
        var json = new StringBuilder();
        var next = start + 1;
        for (
            ;
            next < lines.Length && !lines[next].StartsWith("#!", StringComparison.Ordinal);
            next++
        )
            json.Append(lines[next]).Append('\n');
        if (string.IsNullOrWhiteSpace(json.ToString()))
            return ([], next);
        try
        {
            var text = json.ToString();
            if (DuplicateMember.Find(Encoding.UTF8.GetBytes(text)) is { } second)
            {
                throw new NotebookException(
                    $"{path}: line {start + 1 + second.Line} names a member \"{second.Name}\" that its object has already. Remove one of the two."
                );
            }
            if (
                JsonNode.Parse(text, documentOptions: new() { MaxDepth = NotebookReader.MaxDepth })
                is JsonObject meta
            )
                return (meta, next);
        }
        catch (JsonException e)
        {
            throw Damaged(start + 2 + (e.LineNumber ?? 0));
        }
        throw Damaged(
            Array.FindIndex(lines, start + 1, line => !string.IsNullOrWhiteSpace(line)) + 1
        );

        NotebookException Damaged(long line) =>
            new(
                $"{path}: line {line} is no JSON object, which {Meta} must be followed by. Mend it, or remove the block up to the next line that begins with #!."
            );
    }
}
