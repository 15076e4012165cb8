namespace Multiprocessing.Lab.Documents;

/// <summary>Replaces a file as a whole: whoever looks sees the old one or the new one, never a part.</summary>
internal static class AtomicFile
{
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        // A link stays a link: the file it leads to is the one replaced.
        var link = new FileInfo(path);
        var target = link.LinkTarget is null
            ? link.FullName
            : link.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        var folder = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(folder);
        // Beside the target: a rename is only atomic within one file system.
        var temporary = Path.Combine(
            folder,
            $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}"
        );
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }
            if (!OperatingSystem.IsWindows() && File.Exists(target))
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
