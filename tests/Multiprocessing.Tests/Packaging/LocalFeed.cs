using System.Diagnostics;
using Xunit;

namespace Multiprocessing.Tests.Packaging;

/// <summary>
/// A folder outside the repository with the package in a feed of its own, and a NuGet.config that knows that feed only, beside
/// what this build has restored, and keeps what it restores in the folder too.
/// </summary>
public sealed class LocalFeed : IAsyncLifetime
{
    /// <summary>Where the packages lie that this library's own build has restored: what it depends on is among them.</summary>
    public static string Restored { get; } =
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
            ".nuget",
            "packages"
        );

    public string Folder { get; } = Directory.CreateTempSubdirectory("mp-package-").FullName;

    /// <summary>Packs what was built together with these tests.</summary>
    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(
            Path.Combine(Folder, "nuget.config"),
            $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="local" value="feed" />
                <add key="restored" value="{Restored}" />
              </packageSources>
              <config><add key="globalPackagesFolder" value="packages" /></config>
            </configuration>
            """
        );
        string configuration = Path.GetFileName(
            Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)
        );
        string project = Path.Combine(Repository.Root, "lib", "Multiprocessing");
        string feed = Path.Combine(Folder, "feed");
        await DotnetAsync("pack", project, "--no-build", "-c", configuration, "-o", feed);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes a file of the folder and returns its path.</summary>
    public string Write(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Runs the SDK in the folder and returns what it prints; it must succeed.</summary>
    public async Task<string> DotnetAsync(params string[] arguments) =>
        (await TryDotnetAsync(Folder, arguments)).Succeeded;

    /// <summary>Runs the SDK, which may fail.</summary>
    internal static Task<ProgramRun> TryDotnetAsync(string folder, params string[] arguments) =>
        OtherProgram.RunAsync(Dotnet(folder, arguments));

    /// <summary>The SDK in a folder, where nothing of this build's own is set.</summary>
    internal static ProcessStartInfo Dotnet(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            // Nothing of it may go on afterwards and keep the folder.
            Environment =
            {
                ["MSBUILDDISABLENODEREUSE"] = "1",
                ["UseSharedCompilation"] = "false",
                ["DOTNET_NOLOGO"] = "1",
            },
        };
        foreach (string name in (string[])["NUGET_PACKAGES", "MSBuildSDKsPath", "MSBUILD_EXE_PATH"])
        {
            start.Environment.Remove(name);
        }

        return start;
    }
}
