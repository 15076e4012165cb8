using Multiprocessing.Lab.Tests.Documents;
using NuGet.Frameworks;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Versioning;

namespace Multiprocessing.Lab.Tests.Execution;

/// <summary>Writes packages without assemblies, and the NuGet.config that says where packages are.</summary>
internal static class PackageFile
{
    public static void Write(string feed, string id, params string[] dependencies)
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
        builder.Files.Add(
            new PhysicalPackageFile(new MemoryStream()) { TargetPath = "lib/net10.0/_._" }
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
