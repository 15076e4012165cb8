using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Execution.CSharp.Import;

/// <param name="Name">What messages call it.</param>
/// <param name="Language">The language before any <c>#!</c> line says otherwise.</param>
/// <param name="Code">Its text.</param>
internal sealed record ImportedCell(string Name, string Language, string Code);

/// <summary>Reads what <c>#!import</c> names, as cells to run.</summary>
internal static class ImportedFile
{
    /// <param name="path">Where the file is.</param>
    /// <param name="written">The path as the user wrote it.</param>
    /// <exception cref="NotebookException">The file cannot be read, or holds what cannot run.</exception>
    public static IReadOnlyList<ImportedCell> Read(string path, string written)
    {
        try
        {
            return Path.GetExtension(path).ToLowerInvariant() switch
            {
                ".ipynb" or ".dib" => CellsOf(Notebook.Load(path)),
                ".cs" or ".csx" => [CodeOf(path, written)],
                _ => throw new NotebookException(
                    $"{written}: only .ipynb, .dib, .cs and .csx files can be imported. Name one, or read the file in C#."
                ),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException(
                $"{written}: cannot be read ({e.Message.TrimEnd('.')}). Check the path, which is from the notebook's folder."
            );
        }
    }

    private static IReadOnlyList<ImportedCell> CellsOf(Notebook notebook)
    {
        var file = Path.GetFileName(notebook.Path);
        var number = 0;
        return
        [
            .. notebook
                .Cells.Where(cell =>
                    cell.Kind != CellKind.Raw && !string.IsNullOrWhiteSpace(cell.Source)
                )
                .Select(cell => new ImportedCell(
                    // Numbered as when the notebook itself runs.
                    cell.Kind == CellKind.Code
                        ? string.Create(CultureInfo.InvariantCulture, $"{file}, cell {++number}")
                        : file,
                    cell.Language,
                    cell.Source
                )),
        ];
    }

    private static ImportedCell CodeOf(string path, string written)
    {
        var code = File.ReadAllText(path);
        var root = CSharpSyntaxTree
            .ParseText(code, new CSharpParseOptions(kind: SourceCodeKind.Script))
            .GetCompilationUnitRoot();
        if (root.Members.OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault() is { } space)
        {
            var line = space.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
            throw new NotebookException(
                $"{written}: line {line}: declares namespace {space.Name}, which cells cannot hold. Remove the namespace, or build the file as a library and load that with #r \"library.dll\"."
            );
        }
        return new(path, CellLanguages.CSharp, code);
    }
}
