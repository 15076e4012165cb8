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
    /// Writes this program's configuration. False where this program may write nowhere: the worker then takes over as it starts
    /// what the runtime does not read before.
    /// </summary>
    /// <param name="settings">The configuration.</param>
    /// <param name="path">The file; null where none is needed, for the one beside the library says the same, and where it could not be written.</param>
    public static bool TryWrite(List<RuntimeSetting> settings, out string? path)
    {
        path = null;
        if (RuntimeConfiguration.Unusual(settings) is not { } properties)
        {
            return true;
        }

        string made = SharedFile.NewPath() + ".json"; // which the host insists on
        lock (s_made)
        {
            s_made.Add(made);
        }

        try
        {
            SharedFile.WriteNamed(made, RuntimeConfiguration.Text(properties, made));
            path = made;
            return true;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            Remove(made); // a full disk takes the file, but not what it says
            return false;
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
