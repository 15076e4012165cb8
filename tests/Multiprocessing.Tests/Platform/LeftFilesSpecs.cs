using Multiprocessing.Platform;
using Xunit;

namespace Multiprocessing.Tests.Platform;

public sealed class LeftFilesSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task Only_files_whose_maker_is_gone_are_removed()
    {
        int gone;
        await using (var worker = WorkerProcess.StartNew(() => { }))
        {
            gone = worker.Id;
            worker.Join();
        }

        DirectoryInfo folder = Directory.CreateTempSubdirectory("mp-left-");
        try
        {
            string Make(string name)
            {
                string path = Path.Combine(folder.FullName, name);
                File.WriteAllText(path, "");
                return path;
            }

            string left = Make(LeftFiles.NewName(gone));
            string[] others =
            [
                Make(LeftFiles.NewName()),
                Make($"mp-{gone}-1-2"),
                Make($"mp-{gone}"),
                Make("mp-x-1"),
                Make($"other-{gone}-1"),
            ];
            LeftFiles.Remove(folder.FullName);
            Assert.False(File.Exists(left));
            Assert.All(others, path => Assert.True(File.Exists(path), path));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
