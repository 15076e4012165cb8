namespace Multiprocessing.Lab.Learning;

/// <summary>What notebooks read from their own folder, which their copies need as well.</summary>
internal static class CourseFiles
{
    /// <summary>Copies all but notebooks and hidden files.</summary>
    public static void Copy(string folder, string target)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(folder, file);
            var isHidden = name.Split(Path.DirectorySeparatorChar).Any(part => part[0] == '.');
            if (isHidden || Path.GetExtension(name) == ".ipynb")
                continue;
            var copy = Path.Combine(target, name);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }
}
