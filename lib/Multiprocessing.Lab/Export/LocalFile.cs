using System.Diagnostics.CodeAnalysis;

namespace Multiprocessing.Lab.Export;

/// <summary>Files that a notebook names by a relative link.</summary>
internal static class LocalFile
{
    private static readonly Dictionary<string, string> MediaTypes = new(
        StringComparer.OrdinalIgnoreCase
    )
    {
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".svg"] = "image/svg+xml",
        [".webp"] = "image/webp",
        [".avif"] = "image/avif",
        [".bmp"] = "image/bmp",
        [".ico"] = "image/x-icon",
        [".mp4"] = "video/mp4",
        [".webm"] = "video/webm",
        [".mp3"] = "audio/mpeg",
        [".ogg"] = "audio/ogg",
        [".wav"] = "audio/wav",
    };

    /// <summary>Whether a link leaves the folder the page lies in for another host or protocol.</summary>
    public static bool IsRemote(string link) =>
        link.StartsWith("//", StringComparison.Ordinal)
        || (Uri.TryCreate(link, UriKind.Absolute, out var uri) && !uri.IsFile);

    public static bool TryResolve(
        string notebookPath,
        string link,
        [NotNullWhen(true)] out string? file
    )
    {
        file = null;
        if (link.Length == 0 || IsRemote(link))
            return false;
        var path = Uri.UnescapeDataString(link.Split('?', '#')[0]);
        if (path.Length == 0 || path.Contains('\0'))
            return false;
        file = Path.GetFullPath(
            Path.Combine(Path.GetDirectoryName(Path.GetFullPath(notebookPath))!, path)
        );
        return true;
    }

    /// <summary>The content of a picture, film or sound as a data URI; null where there is none to read.</summary>
    public static string? AsDataUri(string notebookPath, string link)
    {
        if (
            !TryResolve(notebookPath, link, out var file)
            || !MediaTypes.TryGetValue(Path.GetExtension(file), out var mediaType)
        )
            return null;
        try
        {
            return $"data:{mediaType};base64,{Convert.ToBase64String(File.ReadAllBytes(file))}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The page says in its place what the picture would have shown.
            return null;
        }
    }
}
