using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Learning;

/// <summary>
/// Makes two copies of a course notebook from the one source: the learner's, without outputs and solutions, and the solved
/// one, in which each stub is its solution.
/// </summary>
internal static partial class CourseCopies
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = NotebookReader.MaxDepth,
    };

    /// <param name="path">The notebook.</param>
    /// <param name="target">The file to write.</param>
    /// <exception cref="NotebookException">The notebook cannot be read.</exception>
    public static void WriteLearner(string path, string target) =>
        Write(
            path,
            target,
            cells => cells.RemoveAll(cell => CourseCell.SolutionOf(cell) is not null)
        );

    /// <inheritdoc cref="WriteLearner"/>
    /// <exception cref="NotebookException">The notebook cannot be read, or a stub has no solution.</exception>
    public static void WriteSolved(string path, string target) =>
        Write(
            path,
            target,
            cells =>
            {
                var solutions = cells
                    .Where(cell => CourseCell.SolutionOf(cell) is not null)
                    .ToLookup(cell => CourseCell.SolutionOf(cell)!, CourseCell.CodeOf);
                foreach (var cell in cells)
                {
                    if (CourseCell.StubOf(cell) is not { } exercise)
                        continue;
                    CourseCell.SetSource(
                        cell,
                        solutions[exercise].FirstOrDefault()
                            ?? throw new NotebookException(
                                $"{path}: exercise {exercise} has no solution. Add a cell with the id \"{exercise}-solution\" that holds one as C#."
                            )
                    );
                }
            }
        );

    private static void Write(string path, string target, Action<List<JsonObject>> change)
    {
        var root = Notebook.Load(path).ToJson();
        var cells = root["cells"]!.AsArray().Select(cell => cell!.AsObject()).ToList();
        root["cells"]!.AsArray().Clear();
        change(cells);
        foreach (var cell in cells)
        {
            if ((string?)cell["cell_type"] == "code")
            {
                cell["execution_count"] = null;
                cell["outputs"] = new JsonArray();
            }
            var place = (string?)cell["cell_type"] == "code" ? Reference() : OutwardLink();
            CourseCell.SetSource(cell, Relocate(CourseCell.Source(cell), place, path, target));
            root["cells"]!.AsArray().Add(cell);
        }
        try
        {
            AtomicFile.Write(target, Encoding.UTF8.GetBytes(root.ToJsonString(s_json) + "\n"));
        }
        catch (InvalidOperationException)
        {
            throw Notebook.HalfCharacter(path);
        }
    }

    /// <summary>Paths of files as they are written from the copy's folder.</summary>
    private static string Relocate(string text, Regex place, string path, string target) =>
        place.Replace(
            text,
            match =>
            {
                var from = Path.GetDirectoryName(Path.GetFullPath(path))!;
                var file = Path.GetFullPath(Path.Combine(from, match.Groups["file"].Value));
                var to = Path.GetDirectoryName(Path.GetFullPath(target))!;
                var relative = Path.GetRelativePath(to, file).Replace('\\', '/');
                return match.Groups["before"].Value + relative + match.Groups["after"].Value;
            }
        );

    // Not packages, which are "nuget: ...", and not assemblies by name, which have no folder.
    [GeneratedRegex(
        """^(?<before>#(r|load)[ \t]+")(?<file>\.\.?/[^"\n]+)(?<after>")$""",
        RegexOptions.Multiline
    )]
    private static partial Regex Reference();

    // Links within the course stay as they are: what they lead to is copied too.
    [GeneratedRegex(@"(?<before>\]\()(?<file>\.\./[^)#\s]+)(?<after>)")]
    private static partial Regex OutwardLink();
}
