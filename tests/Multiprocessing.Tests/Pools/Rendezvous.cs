using System.Globalization;
using Xunit;

namespace Multiprocessing.Tests.Pools;

/// <summary>A folder in which workers leave a file each and wait for the others, to show that they run at the same time.</summary>
internal sealed class Rendezvous : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mp-rendezvous-");

    public string Folder => _folder.FullName;

    /// <summary>Returns the worker's process number once that many parties are there.</summary>
    public static int Meet(string folder, int me, int parties)
    {
        File.WriteAllText(Path.Combine(folder, me.ToString(CultureInfo.InvariantCulture)), "");
        while (Directory.GetFiles(folder).Length < parties)
        {
            Thread.Sleep(1);
        }

        return Environment.ProcessId;
    }

    /// <summary>Leaves the number of this process under a name.</summary>
    public static void Announce(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path + ".new", $"{Environment.ProcessId}");
        File.Move(path + ".new", path);
    }

    /// <summary>Waits until all of them have left their numbers.</summary>
    public static async Task<int[]> Announced(string folder, params string[] names)
    {
        Assert.True(
            await Harness.Eventually(
                () => names.All(name => File.Exists(Path.Combine(folder, name))),
                TimeSpan.FromSeconds(20)
            )
        );
        return
        [
            .. names.Select(name =>
                int.Parse(
                    File.ReadAllText(Path.Combine(folder, name)),
                    CultureInfo.InvariantCulture
                )
            ),
        ];
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
