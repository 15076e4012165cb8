using Multiprocessing.Lab.Tests.Documents;
using NuGet.Frameworks;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Versioning;

namespace Multiprocessing.Lab.Tests.Execution;

/// <summary>Writes packages, most of them without assemblies, and the NuGet.config that says where packages are.</summary>
internal static class PackageFile
{
    public static void Write(string feed, string id, params string[] dependencies) =>
        Write(feed, id, new() { ["lib/net10.0/_._"] = [] }, dependencies);

    /// <param name="feed">The folder to write it to.</param>
    /// <param name="id">Its name.</param>
    /// <param name="files">Path in the package to content.</param>
    /// <param name="dependencies">The names of others.</param>
    public static void Write(
        string feed,
        string id,
        Dictionary<string, byte[]> files,
        params string[] dependencies
    )
    {
        var builder = new PackageBuilder
        {
            Id = id,
            Version = new(1, 0, 0),
            Description = "A package of these tests.",
        };
        builder.Authors.Add("nobody");
        builder.DependencyGroups.Add(
            new(
                NuGetFramework.Parse("net10.0"),
                dependencies.Select(name => new PackageDependency(
                    name,
                    VersionRange.Parse("1.0.0")
                ))
            )
        );
        foreach (var (path, content) in files)
            builder.Files.Add(
                new PhysicalPackageFile(new MemoryStream(content)) { TargetPath = path }
            );
        Directory.CreateDirectory(feed);
        using var file = File.Create(Path.Combine(feed, $"{id}.1.0.0.nupkg"));
        builder.Save(file);
    }

    /// <param name="folder">The notebook's.</param>
    /// <param name="feeds">Folders or addresses; no others are asked.</param>
    public static void Configure(TemporaryFolder folder, params string[] feeds)
    {
        var sources = feeds.Select(
            (feed, i) => $"<add key=\"f{i}\" value=\"{feed}\" allowInsecureConnections=\"true\" />"
        );
        folder.Write(
            "NuGet.config",
            $"""
            <configuration>
            <config><add key="globalPackagesFolder" value="got" /></config>
            <packageSources><clear />{string.Concat(sources)}</packageSources>
            </configuration>
            """
        );
    }
}
