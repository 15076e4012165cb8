namespace Multiprocessing.Lab.Learning;

/// <summary>What notebooks read from their own folder, which their copies need as well.</summary>
internal static class CourseFiles
{
    /// <summary>Copies all but notebooks, hidden files, and what is to be left out.</summary>
    public static void Copy(string folder, string target, Func<string, bool> isLeftOut)
    {
        // All are found before the first is written: the target may lie in the folder.
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(folder, file);
            var isHidden = name.Split(Path.DirectorySeparatorChar).Any(part => part[0] == '.');
            if (isHidden || Path.GetExtension(name) == ".ipynb" || isLeftOut(file))
                continue;
            var copy = Path.Combine(target, name);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }
}
