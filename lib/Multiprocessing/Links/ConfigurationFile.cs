using Multiprocessing.Platform;

namespace Multiprocessing.Links;

/// <summary>
/// Files with a runtime configuration, each made for the start of one worker, which removes it as it comes up. Its parent does so
/// when the worker ended before, or when it is ended itself together with workers that are coming up.
/// </summary>
internal static class ConfigurationFile
{
    private static readonly HashSet<string> s_made = new(StringComparer.Ordinal);

    /// <summary>
    /// Writes this program's configuration. Null where the file beside the library says the same, or where this program may write
    /// nowhere: the worker then takes over as it starts what the runtime does not read before.
    /// </summary>
    public static string? Write(List<RuntimeSetting> settings)
    {
        if (RuntimeConfiguration.Unusual(settings) is not { } properties)
        {
            return null;
        }

        string path = SharedFile.NewPath() + ".json"; // which the host insists on
        lock (s_made)
        {
            s_made.Add(path);
        }

        try
        {
            SharedFile.WriteNamed(path, RuntimeConfiguration.Text(properties, path));
            return path;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            Remove(path); // a full disk takes the file, but not what it says
            return null;
        }
    }

    /// <summary>Removes a file that may be there or not.</summary>
    public static void Remove(string? path)
    {
        if (path is null)
        {
            return;
        }

        lock (s_made)
        {
            s_made.Remove(path);
        }

        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // On Windows somebody may just be reading it; it lies in the folder for temporary files.
        }
    }

    /// <summary>Removes all that this process has made: it ends, and those of its workers that have not come up yet with it.</summary>
    public static void RemoveAll()
    {
        string[] made;
        lock (s_made)
        {
            made = [.. s_made];
        }

        Array.ForEach(made, Remove);
    }
}
