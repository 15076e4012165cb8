namespace Multiprocessing.Course;

/// <summary>
/// Remembers which exercises are done: one id a line, in the user's folder for such data, so that it is the same for every
/// notebook and editor.
/// </summary>
internal static class ProgressFile
{
    /// <summary>The variable that names another file.</summary>
    public const string Variable = "MULTIPROCESSING_COURSE_PROGRESS";

    private static readonly Lock s_gate = new();

    private static string Path =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path
            ? path
            : System.IO.Path.Combine(
                Environment.GetFolderPath(
                    Environment.SpecialFolder.LocalApplicationData,
                    Environment.SpecialFolderOption.Create
                ),
                "multiprocessing-course",
                "done.txt"
            );

    /// <remarks>A file that cannot be read is as good as none: a verdict is not to fail over it.</remarks>
    public static IReadOnlySet<string> Read()
    {
        try
        {
            return File.ReadLines(Path).Select(line => line.Trim()).ToHashSet();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new HashSet<string>();
        }
    }

    public static void Add(string id)
    {
        lock (s_gate)
        {
            if (Read().Contains(id))
                return;
            try
            {
                var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path));
                Directory.CreateDirectory(folder!);
                File.AppendAllText(Path, id + "\n");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine(
                    $"The exercise is done, but cannot be remembered in {Path} ({e.Message.TrimEnd('.')})."
                );
            }
        }
    }

    public static void Clear()
    {
        try
        {
            File.Delete(Path);
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing has been done yet.
        }
    }
}
