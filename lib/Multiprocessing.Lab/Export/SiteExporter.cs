using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Export;

/// <summary>Writes notebooks as HTML pages that need no other file and no network.</summary>
internal static class SiteExporter
{
    /// <summary>One page a notebook, and index.html with a card for each.</summary>
    /// <exception cref="NotebookException">A page cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The export was interrupted; what is written is whole.</exception>
    public static void Write(
        IReadOnlyList<Notebook> notebooks,
        string outputFolder,
        CancellationToken cancellationToken = default
    )
    {
        var site = new Site(notebooks);
        var pictures = new Dictionary<Notebook, string?>();
        foreach (var notebook in notebooks)
        {
            var page = NotebookPage.Of(notebook, site, cancellationToken);
            WriteFile(outputFolder, site.PageOf(notebook), page.Html);
            pictures[notebook] = page.Picture;
        }
        cancellationToken.ThrowIfCancellationRequested();
        WriteFile(outputFolder, Site.IndexPage, IndexPage.Of(site, pictures));
    }

    private static void WriteFile(string folder, string name, string html)
    {
        var path = Path.Combine(folder, name);
        try
        {
            // UTF-8 without a mark; half a surrogate pair becomes the replacement character.
            AtomicFile.Write(path, System.Text.Encoding.UTF8.GetBytes(html));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException(
                $"{path}: cannot be written ({e.Message.TrimEnd('.')}). Name a folder you may write to with --output."
            );
        }
    }
}
