using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Export;

/// <summary>The pages that are exported together: their names, their order and the links between them.</summary>
internal sealed class Site
{
    public const string IndexPage = "index.html";

    private readonly Dictionary<Notebook, string> _pages = [];
    private readonly Dictionary<string, string> _pagesByFile = [];

    public Site(IReadOnlyList<Notebook> notebooks)
    {
        Notebooks = notebooks;
        // Compared without case, as file systems of Windows and macOS do.
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { IndexPage };
        foreach (var notebook in notebooks)
        {
            var name = Path.GetFileNameWithoutExtension(notebook.Path);
            var page = $"{name}.html";
            for (var number = 2; !taken.Add(page); number++)
                page = $"{name}-{number}.html";
            _pages[notebook] = page;
            _pagesByFile.TryAdd(Path.GetFullPath(notebook.Path), page);
        }
    }

    public IReadOnlyList<Notebook> Notebooks { get; }

    public string PageOf(Notebook notebook) => _pages[notebook];

    public Notebook? Before(Notebook notebook) => At(IndexOf(notebook) - 1);

    public Notebook? After(Notebook notebook) => At(IndexOf(notebook) + 1);

    /// <summary>The page that holds what a notebook's link to a notebook leads to; null for every other link.</summary>
    public string? PageFor(Notebook from, string link)
    {
        if (
            !link.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase)
            || !LocalFile.TryResolve(from.Path, link, out var file)
        )
            return null;
        return _pagesByFile.GetValueOrDefault(file);
    }

    private int IndexOf(Notebook notebook) =>
        Notebooks.TakeWhile(other => other != notebook).Count();

    private Notebook? At(int index) =>
        index >= 0 && index < Notebooks.Count ? Notebooks[index] : null;
}
