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

    private static readonly SourceCacheContext s_cache = new();

    /// <summary>Asks the feeds themselves, not what they have answered in the last half hour.</summary>
    private static readonly SourceCacheContext s_fresh = new() { NoCache = true };

    private readonly string _folder;
    private readonly VersionFolderPathResolver _paths;
    private readonly ClientPolicyContext _signatures;
    private readonly List<SourceRepository> _remote;

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

    public void Add(string feed)
    {
        if (!_remote.Exists(known => known.PackageSource.Source == feed))
            _remote.Add(Repository.Factory.GetCoreV3(feed));
    }

    /// <summary>The version that satisfies best: the lowest the range allows, or the newest stable one of no range.</summary>
    public async Task<PackageIdentity> FindAsync(
        PackageWish wish,
        VersionRange? range,
        CancellationToken cancellationToken
    )
    {
        if (range?.MinVersion is { } wanted && range.IsMinInclusive && !range.IsFloating)
        {
            // What is on the disk needs no feed.
            var package = new PackageIdentity(wish.Id, wanted);
            if (IsHere(package))
                return package;
        }
        var answers = new FeedAnswers(_remote);
        var versions = await VersionsAsync(s_cache).ConfigureAwait(false);
        if (Best(versions) is null && answers.Failures.Count == 0)
            versions = await VersionsAsync(s_fresh).ConfigureAwait(false);
        if (Best(versions) is { } best)
            return new(wish.Id, best);

        throw answers.Failures.Count > 0 ? wish.Unreachable(answers.Failures)
        : versions.Count == 0
            ? wish.Error($"there is no such package on {answers.Feeds}", "Check the name.")
        : wish.Error(
            $"there is no such version on {answers.Feeds}; the newest is {versions.Max()}",
            "Ask for one that there is."
        );

        NuGetVersion? Best(HashSet<NuGetVersion> all) =>
            range is null
                ? all.Where(v => !v.IsPrerelease).Max() ?? all.Max()
                : range.FindBestMatch(all);

        async Task<HashSet<NuGetVersion>> VersionsAsync(SourceCacheContext cache)
        {
            var all = new HashSet<NuGetVersion>();
            await answers
                .AskAsync<FindPackageByIdResource, object>(
                    async (feed, _) =>
                    {
                        all.UnionWith(
                            await feed.GetAllVersionsAsync(
                                    wish.Id,
                                    cache,
                                    NullLogger.Instance,
                                    cancellationToken
                                )
                                .ConfigureAwait(false)
                        );
                        // Every feed is asked.
                        return null;
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
            return all;
        }
    }

    /// <summary>What a package depends on, by its own manifest, as a restore reads it too.</summary>
    public async Task<SourcePackageDependencyInfo> DependenciesAsync(
        PackageWish wish,
        PackageIdentity package,
        CancellationToken cancellationToken
    )
    {
        var groups = IsHere(package)
            ? ManifestOf(package)
            : await RemoteManifestAsync(wish, package, cancellationToken).ConfigureAwait(false);
        var nearest = NuGetFrameworkUtility.GetNearest(groups, Framework);
        return new(package, nearest?.Packages ?? [], listed: true, source: null, null, null);
    }

    /// <returns>The package's folder.</returns>
    public async Task<string> DownloadAsync(
        PackageWish wish,
        PackageIdentity package,
        CancellationToken cancellationToken
    )
    {
        var path = _paths.GetInstallPath(package.Id, package.Version);
        if (IsHere(package))
            return path;
        CheckFolder(wish);
        var answers = new FeedAnswers(_remote);
        var found = await answers
            .AskAsync<DownloadResource, string>(
                async (resource, feed) =>
                    await DownloadAsync(resource, feed, package, cancellationToken)
                        .ConfigureAwait(false)
                        ? path
                        : null,
                cancellationToken
            )
            .ConfigureAwait(false);
        return found ?? throw Unavailable(wish, package, answers);
    }

    /// <remarks>Before a feed is asked, which would be blamed.</remarks>
    private void CheckFolder(PackageWish wish)
    {
        try
        {
            Directory.CreateDirectory(_folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw wish.Error(
                $"the packages folder {_folder} cannot be used ({e.Message.TrimEnd('.')})",
                "Make way for it, or name another one with the environment variable NUGET_PACKAGES."
            );
        }
    }

    /// <returns>Whether the feed has it.</returns>
    private async Task<bool> DownloadAsync(
        DownloadResource resource,
        SourceRepository feed,
        PackageIdentity package,
        CancellationToken cancellationToken
    )
    {
        using var result = await resource
            .GetDownloadResourceResultAsync(
                package,
                new PackageDownloadContext(s_cache),
                _folder,
                NullLogger.Instance,
                cancellationToken
            )
            .ConfigureAwait(false);
        if (result.Status != DownloadResourceResultStatus.Available)
            return false;
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
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        return true;
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
        PackageWish wish,
        PackageIdentity package,
        CancellationToken cancellationToken
    )
    {
        var answers = new FeedAnswers(_remote);
        var info = await answers
            .AskAsync<FindPackageByIdResource, FindPackageByIdDependencyInfo>(
                (feed, _) =>
                    feed.GetDependencyInfoAsync(
                        package.Id,
                        package.Version,
                        s_cache,
                        NullLogger.Instance,
                        cancellationToken
                    ),
                cancellationToken
            )
            .ConfigureAwait(false);
        return info?.DependencyGroups ?? throw Unavailable(wish, package, answers);
    }

    private static PackageException Unavailable(
        PackageWish wish,
        PackageIdentity package,
        FeedAnswers answers
    ) =>
        answers.Failures.Count > 0
            ? wish.Unreachable(answers.Failures)
            : wish.Error(
                $"version {package.Version} is on none of {answers.Feeds}",
                "Check the version and your NuGet.config."
            );
}
