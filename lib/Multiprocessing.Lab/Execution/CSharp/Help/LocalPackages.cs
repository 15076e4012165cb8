using System.Xml;
using NuGet.Configuration;
using NuGet.Packaging;
using NuGet.Versioning;

namespace Multiprocessing.Lab.Execution.CSharp.Help;

/// <summary>The packages on this machine: those that need no network, and that its user has used before.</summary>
internal sealed class LocalPackages(string folder)
{
    private readonly string _packages = SettingsUtility.GetGlobalPackagesFolder(
        Settings.LoadDefaultSettings(folder)
    );

    /// <summary>The names that fit what was typed, as their authors write them.</summary>
    public IEnumerable<string> Ids(string typed) =>
        Directory.Exists(_packages)
            ? Directory
                .EnumerateDirectories(_packages)
                .Where(package => NameMatch.Rank(Path.GetFileName(package), typed) is not null)
                .Order(StringComparer.Ordinal)
                .Select(IdOf)
                .OfType<string>()
            : [];

    /// <summary>The versions of a package, the newest first.</summary>
    public IEnumerable<string> Versions(string id)
    {
        if (!PackageIdValidator.IsValidPackageId(id))
            return [];
        // The folder's names are in lower case, whatever the case of a package's own name.
        var package = Path.Combine(_packages, id.ToLowerInvariant());
        return Directory.Exists(package)
            ? Directory
                .EnumerateDirectories(package)
                .Select(version =>
                    NuGetVersion.TryParse(Path.GetFileName(version), out var v) ? v : null
                )
                .OfType<NuGetVersion>()
                .OrderDescending()
                .Select(version => version.ToNormalizedString())
            : [];
    }

    private static string? IdOf(string package)
    {
        var manifest = Path.GetFileName(package) + ".nuspec";
        var path = Directory
            .EnumerateDirectories(package)
            .Select(version => Path.Combine(version, manifest))
            .FirstOrDefault(File.Exists);
        if (path is null)
            return null;
        using var reader = XmlReader.Create(path);
        return reader.ReadToFollowing("id") ? reader.ReadElementContentAsString() : null;
    }
}
