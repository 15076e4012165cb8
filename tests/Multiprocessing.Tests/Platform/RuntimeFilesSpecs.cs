using Multiprocessing.Platform;
using Xunit;

namespace Multiprocessing.Tests.Platform;

/// <summary>What a killed worker's runtime leaves, where it is found by the process's number alone.</summary>
public sealed class RuntimeFilesSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("files-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void They_are_removed_and_nobody_elses()
    {
        string[] own =
        [
            "dotnet-diagnostic-123-1764522000-socket",
            "clr-debug-pipe-123-1764522000-in",
            "clr-debug-pipe-123-1764522000-out",
        ];
        string[] others =
        [
            "dotnet-diagnostic-1234-1764522000-socket",
            "dotnet-diagnostic-12-1764522000-socket",
            "dotnet-diagnostic-12-123-socket",
            "clr-debug-pipe-1-123-in",
            "other-123-1-socket",
        ];
        var files = RuntimeFiles.OfNumber(_folder, "123");
        foreach (string name in own.Concat(others))
        {
            File.WriteAllText(Path.Combine(_folder, name), "");
        }

        files.Remove();
        Assert.Equal(
            others.Order(StringComparer.Ordinal),
            Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_folder_that_has_gone_holds_none() =>
        RuntimeFiles.OfNumber(Path.Combine(_folder, "gone"), "123").Remove();
}
