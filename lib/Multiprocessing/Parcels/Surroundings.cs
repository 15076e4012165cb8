using System.Globalization;

namespace Multiprocessing.Parcels;

/// <summary>What a function finds around it in a worker as it was around its caller: culture and working directory.</summary>
internal sealed record Surroundings(CultureInfo Culture, CultureInfo UICulture, string? Directory)
{
    public static Surroundings OfCaller() =>
        new(CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture, CurrentDirectory());

    /// <summary>Takes effect on this thread and, for the directory, in this process if that is its own to move.</summary>
    public void Enter(bool mayMove)
    {
        CultureInfo.CurrentCulture = Culture;
        CultureInfo.CurrentUICulture = UICulture;
        if (!mayMove || Directory is null)
        {
            return;
        }

        try
        {
            Environment.CurrentDirectory = Directory;
        }
        catch (IOException)
        {
            // Deleted since the call was made: whoever needs it gets the error where it is used, as in the parent.
        }
    }

    private static string? CurrentDirectory()
    {
        try
        {
            return Environment.CurrentDirectory;
        }
        catch (IOException)
        {
            return null; // deleted under this process's feet
        }
    }
}
