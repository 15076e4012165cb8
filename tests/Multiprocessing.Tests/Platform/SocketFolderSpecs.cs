using Multiprocessing.Platform;
using Xunit;

namespace Multiprocessing.Tests.Platform;

public sealed class SocketFolderSpecs
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    [Theory(Timeout = 60_000)]
    [InlineData(10)]
    [InlineData(150)]
    public async Task A_socket_has_a_name_however_long_the_temporary_folders_is(int length)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has pipes instead.");
        DirectoryInfo parent = Directory.CreateTempSubdirectory("mp-");
        string temporary = parent.CreateSubdirectory(new string('x', length)).FullName;
        try
        {
            // TMPDIR is read once a process.
            await using var pool = new ProcessPool(
                new PoolOptions
                {
                    Workers = 1,
                    EnvironmentVariables = new Dictionary<string, string?>
                    {
                        ["TMPDIR"] = temporary,
                    },
                }
            );
            (string path, UnixFileMode mode) = await pool.RunAsync(() =>
            {
                using var folder = new SocketFolder();
                using LocalSocket listener = NetSocket.ListenAt(folder.Socket);
                using LocalSocket client = NetSocket.ConnectTo(folder.Socket);
                return (
                    folder.Path,
                    OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(folder.Path)
                );
            });
            Assert.Equal(length < 100, path.StartsWith(temporary, StringComparison.Ordinal));
            Assert.Equal(UnixFileMode.None, mode & Others);
            Assert.False(Directory.Exists(path));
        }
        finally
        {
            parent.Delete(recursive: true);
        }
    }
}
