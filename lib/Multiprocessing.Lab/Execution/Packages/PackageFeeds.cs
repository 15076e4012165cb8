using NuGet.Common;
using NuGet.Configuration;
using NuGet.Frameworks;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Packaging.Signing;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Versioning;

namespace Multiprocessing.Lab.Execution.Packages;

/// <summary>The user's packages folder, and the feeds the user's NuGet.config names.</summary>
internal sealed class PackageFeeds
{
    public static readonly NuGetFramework Framework = NuGetFramework.Parse("net10.0");

    private readonly string _folder;
    private readonly VersionFolderPathResolver _paths;
    private readonly ClientPolicyContext _signatures;
    private readonly List<SourceRepository> _remote;
    private static readonly SourceCacheContext s_cache = new();

    public PackageFeeds(ISettings settings)
    {
        _folder = SettingsUtility.GetGlobalPackagesFolder(settings);
        _paths = new(_folder);
        _signatures = ClientPolicyContext.GetClientPolicy(settings, NullLogger.Instance);
        _remote =
        [
            .. PackageSourceProvider
                .LoadPackageSources(settings)
                .Where(source => source.IsEnabled)
                .Select(source => Repository.Factory.GetCoreV3(source)),
        ];
    }

    public void Add(string feed) => _remote.Add(Repository.Factory.GetCoreV3(feed));

    /// <summary>The version that satisfies best: the lowest the range allows, or the newest stable one of no range.</summary>
    public async Task<PackageIdentity> FindAsync(string id, VersionRange? range)
    {
        if (range?.MinVersion is { } wanted && range.IsMinInclusive && !range.IsFloating)
        {
            // What is on the disk needs no feed.
            var package = new PackageIdentity(id, wanted);
            if (IsHere(package))
                return package;
        }
        var (versions, failures) = await VersionsAsync(id).ConfigureAwait(false);
        var best = range is null
            ? versions.Where(v => !v.IsPrerelease).Max() ?? versions.Max()
            : range.FindBestMatch(versions);
        if (best is not null)
            return new(id, best);

        var asked = range is null ? id : $"{id}, {range.OriginalString ?? range.ToString()}";
        var feeds = string.Join(", ", _remote.Select(feed => feed.PackageSource.Source));
        throw new PackageException(
            failures.Count > 0
                ? $"#r \"nuget: {asked}\": the feed cannot be asked ({failures[0].TrimEnd('.')}). Check the network and your NuGet.config."
            : versions.Count == 0
                ? $"#r \"nuget: {asked}\": there is no such package on {feeds}. Check the name."
            : $"#r \"nuget: {asked}\": there is no such version on {feeds}; the newest is {versions.Max()}."
        );
    }

    /// <summary>What a package depends on, by its own manifest, as a restore reads it too.</summary>
    public async Task<SourcePackageDependencyInfo> DependenciesAsync(PackageIdentity package)
    {
        var groups = IsHere(package)
            ? ManifestOf(package)
            : await RemoteManifestAsync(package).ConfigureAwait(false);
        var nearest = NuGetFrameworkUtility.GetNearest(groups, Framework);
        return new(package, nearest?.Packages ?? [], listed: true, source: null, null, null);
    }

    /// <returns>The package's folder.</returns>
    public async Task<string> DownloadAsync(PackageIdentity package)
    {
        var path = _paths.GetInstallPath(package.Id, package.Version);
        if (IsHere(package))
            return path;
        foreach (var feed in _remote)
        {
            var resource = await feed.GetResourceAsync<DownloadResource>().ConfigureAwait(false);
            if (resource is null)
                continue;
            using var result = await resource
                .GetDownloadResourceResultAsync(
                    package,
                    new PackageDownloadContext(s_cache),
                    _folder,
                    NullLogger.Instance,
                    CancellationToken.None
                )
                .ConfigureAwait(false);
            if (result.Status != DownloadResourceResultStatus.Available)
                continue;
            // A feed that is a folder only opens the package; others have put it in its place by now.
            if (!IsHere(package) && result.PackageStream is { } stream)
            {
                using var added = await GlobalPackagesFolderUtility
                    .AddPackageAsync(
                        feed.PackageSource.Source,
                        package,
                        stream,
                        _folder,
                        Guid.Empty,
                        _signatures,
                        NullLogger.Instance,
                        CancellationToken.None
                    )
                    .ConfigureAwait(false);
            }
            return path;
        }
        throw Unavailable(package, "no feed sends it");
    }

    private async Task<(HashSet<NuGetVersion> Versions, List<string> Failures)> VersionsAsync(
        string id
    )
    {
        var versions = new HashSet<NuGetVersion>();
        var failures = new List<string>();
        foreach (var feed in _remote)
        {
            try
            {
                var resource = await feed.GetResourceAsync<FindPackageByIdResource>()
                    .ConfigureAwait(false);
                if (resource is null)
                    continue;
                versions.UnionWith(
                    await resource
                        .GetAllVersionsAsync(
                            id,
                            s_cache,
                            NullLogger.Instance,
                            CancellationToken.None
                        )
                        .ConfigureAwait(false)
                );
            }
            catch (FatalProtocolException e)
            {
                failures.Add(e.Message);
            }
        }
        return (versions, versions.Count > 0 ? [] : failures);
    }

    /// <remarks>The file with the hash is written last: a package that has it is whole.</remarks>
    private bool IsHere(PackageIdentity package) =>
        File.Exists(_paths.GetHashPath(package.Id, package.Version));

    private IReadOnlyList<PackageDependencyGroup> ManifestOf(PackageIdentity package)
    {
        using var reader = new PackageFolderReader(
            _paths.GetInstallPath(package.Id, package.Version)
        );
        return [.. reader.NuspecReader.GetDependencyGroups()];
    }

    private async Task<IReadOnlyList<PackageDependencyGroup>> RemoteManifestAsync(
        PackageIdentity package
    )
    {
        foreach (var feed in _remote)
        {
            var resource = await feed.GetResourceAsync<FindPackageByIdResource>()
                .ConfigureAwait(false);
            if (resource is null)
                continue;
            var info = await resource
                .GetDependencyInfoAsync(
                    package.Id,
                    package.Version,
                    s_cache,
                    NullLogger.Instance,
                    CancellationToken.None
                )
                .ConfigureAwait(false);
            if (info is not null)
                return info.DependencyGroups;
        }
        throw Unavailable(package, "no feed has it");
    }

    private static PackageException Unavailable(PackageIdentity package, string reason) =>
        new(
            $"#r \"nuget: {package.Id}, {package.Version}\": {reason}. Check the version and your NuGet.config."
        );
}
