using System.Reflection;
using NuGet.Frameworks;
using NuGet.Packaging;
using NuGet.Packaging.Core;

namespace Multiprocessing.Lab.Execution.Packages;

/// <summary>What of a package is for this runtime and platform.</summary>
internal sealed record PackageAssets(
    PackageIdentity Identity,
    IReadOnlyList<string> Assemblies,
    IReadOnlyList<string> NativeFolders,
    IReadOnlyList<string> Extensions
)
{
    /// <summary>Where a package keeps what is to run in the kernel when it is loaded.</summary>
    private const string ExtensionFolder = "interactive-extensions/dotnet";

    public static PackageAssets Of(PackageIdentity package, string path)
    {
        using var reader = new PackageFolderReader(path);
        var assemblies = Nearest(reader.GetLibItems())
            .Where(item =>
                item.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
                && !item.EndsWith(".resources.dll", StringComparison.OrdinalIgnoreCase)
            )
            .Select(item => Path.GetFullPath(Path.Combine(path, item)))
            .ToDictionary(file => Path.GetFileName(file), StringComparer.OrdinalIgnoreCase);

        // A build for this platform takes the place of the one for all, which often only throws.
        foreach (var item in ForThisPlatform(path))
            assemblies[Path.GetFileName(item)] = item;

        var native = Platform
            .Identifiers.Select(id => Path.Combine(path, "runtimes", id, "native"))
            .Where(Directory.Exists);
        return new(
            package,
            [.. assemblies.Values.Where(assembly => !IsOlderThanFramework(assembly))],
            [.. native],
            ExtensionsIn(new(Path.Combine(path, ExtensionFolder)))
        );
    }

    private static string[] ExtensionsIn(DirectoryInfo folder) =>
        folder.Exists
            ?
            [
                .. folder
                    .EnumerateFiles()
                    .Where(file => file.Extension == ".dll" || file.Name == "extension.dib")
                    .Select(file => file.FullName)
                    .Order(StringComparer.Ordinal),
            ]
            : [];

    private static IEnumerable<string> ForThisPlatform(string path)
    {
        foreach (var id in Platform.Identifiers)
        {
            var lib = new DirectoryInfo(Path.Combine(path, "runtimes", id, "lib"));
            if (!lib.Exists)
                continue;
            var groups = lib.EnumerateDirectories()
                .Select(folder => new FrameworkSpecificGroup(
                    NuGetFramework.ParseFolder(folder.Name),
                    folder.EnumerateFiles("*.dll").Select(file => file.FullName)
                ));
            return Nearest(groups);
        }
        return [];
    }

    private static IEnumerable<string> Nearest(IEnumerable<FrameworkSpecificGroup> groups) =>
        NuGetFrameworkUtility.GetNearest(groups, PackageFeeds.Framework)?.Items ?? [];

    /// <summary>The framework has taken in many a package: its own copy counts where it is as new.</summary>
    private static bool IsOlderThanFramework(string assembly)
    {
        var own = Path.Combine(
            Path.GetDirectoryName(typeof(object).Assembly.Location)!,
            Path.GetFileName(assembly)
        );
        return File.Exists(own)
            && AssemblyName.GetAssemblyName(own).Version
                >= AssemblyName.GetAssemblyName(assembly).Version;
    }
}
