using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Commands;

/// <param name="Path">The notebook, as the user would write it.</param>
/// <param name="Name">Where a copy of it goes below an output folder.</param>
internal sealed record NotebookPath(string Path, string Name)
{
    /// <summary>Where a copy goes that holds what a .dib cannot, such as outputs and ids.</summary>
    public string OutputName =>
        NotebookReader.IsDib(Path) ? System.IO.Path.ChangeExtension(Name, ".ipynb") : Name;
}

/// <summary>Finds the notebooks that the user's arguments name.</summary>
internal static class NotebookPaths
{
    private const string Extension = ".ipynb";

    /// <exception cref="NotebookException">The argument names no notebook.</exception>
    public static IReadOnlyList<NotebookPath> Of(string argument)
    {
        if (!Directory.Exists(argument))
            return [new(argument, Path.GetFileName(argument))];
        var found = Directory
            .EnumerateFiles(argument, "*" + Extension, SearchOption.AllDirectories)
            // Jupyter keeps old copies in hidden folders.
            .Select(file => Path.GetRelativePath(argument, file))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part[0] == '.'))
            .Order(StringComparer.Ordinal)
            .Select(file => new NotebookPath(Path.Combine(argument, file), file))
            .ToList();
        return found.Count > 0
            ? found
            : throw new NotebookException(
                $"{argument}: there is no notebook in this folder. Name one that holds {Extension} files."
            );
    }
}
