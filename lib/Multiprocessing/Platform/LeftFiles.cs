using System.Diagnostics;
using System.Globalization;

namespace Multiprocessing.Platform;

/// <summary>
/// Files of shared memory whose maker was killed before it could remove them, where the system does not: on macOS. Their names
/// say who made them.
/// </summary>
internal static class LeftFiles
{
    private const string Prefix = "mp-";

    /// <summary>A name for a file that this process makes.</summary>
    public static string NewName() => NewName(Environment.ProcessId);

    /// <param name="maker">The process that makes it.</param>
    public static string NewName(int maker) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Prefix}{maker}-{Convert.ToHexStringLower(Chance.Bytes(12))}"
        );

    /// <summary>Removes those in a folder whose maker is gone.</summary>
    public static void Remove(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, Prefix + "*-*"))
        {
            string[] parts = Path.GetFileName(path).Split('-');
            if (
                parts.Length != 3
                || Path.HasExtension(path) // such as a worker's configuration, which is removed elsewhere
                || !int.TryParse(parts[1], CultureInfo.InvariantCulture, out int maker)
                || IsRunning(maker)
            )
            {
                continue;
            }

            try
            {
                File.Delete(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another user's.
            }
        }
    }

    private static bool IsRunning(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
