namespace Multiprocessing.Tests.Pools;

/// <summary>A folder in which workers leave a file each and wait for the others, to show that they run at the same time.</summary>
internal sealed class Rendezvous : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mp-rendezvous-");

    public string Folder => _folder.FullName;

    /// <summary>Returns the worker's process number once that many parties are there.</summary>
    public static int Meet(string folder, int me, int parties)
    {
        File.WriteAllText(
            Path.Combine(folder, me.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ""
        );
        while (Directory.GetFiles(folder).Length < parties)
        {
            Thread.Sleep(1);
        }

        return Environment.ProcessId;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
