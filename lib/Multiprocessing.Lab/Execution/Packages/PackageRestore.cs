using NuGet.Common;
using NuGet.Configuration;
using NuGet.Packaging.Core;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Resolver;
using NuGet.Versioning;

namespace Multiprocessing.Lab.Execution.Packages;

/// <summary>
/// Gets packages and what they depend on, from the user's own feeds into the user's own packages folder, so that
/// what any project on the machine has restored is there already, and without a network.
/// </summary>
internal sealed class PackageRestore
{
    private readonly Dictionary<string, PackageIdentity> _loaded = new(
        StringComparer.OrdinalIgnoreCase
    );
    private readonly PackageFeeds _feeds;

    /// <param name="folder">Where the search for a NuGet.config starts.</param>
    public PackageRestore(string folder) => _feeds = new(Settings.LoadDefaultSettings(folder));

    public void AddFeed(string feed) => _feeds.Add(feed);

    /// <returns>What was not loaded before, dependencies included.</returns>
    /// <exception cref="PackageException">A package cannot be had.</exception>
    public async Task<IReadOnlyList<PackageAssets>> AddAsync(IReadOnlyList<PackageRequest> requests)
    {
        var asked = new List<PackageIdentity>();
        foreach (var request in requests)
            asked.Add(await ChooseAsync(request).ConfigureAwait(false));

        var known = new Dictionary<PackageIdentity, SourcePackageDependencyInfo>();
        foreach (var package in asked.Concat(_loaded.Values))
            await CollectAsync(package, known).ConfigureAwait(false);

        var added = new List<PackageAssets>();
        foreach (var package in Resolve(asked, known.Values))
        {
            if (!_loaded.TryAdd(package.Id, package))
                continue;
            var path = await _feeds.DownloadAsync(package).ConfigureAwait(false);
            added.Add(PackageAssets.Of(package, path));
        }
        return added;
    }

    private async Task<PackageIdentity> ChooseAsync(PackageRequest request)
    {
        if (_loaded.TryGetValue(request.Id, out var loaded))
        {
            // An assembly cannot be unloaded from a running session.
            return request.Version?.Satisfies(loaded.Version) ?? true
                ? loaded
                : throw new PackageException(
                    $"#r \"nuget: {request.Id}\": version {loaded.Version} is loaded already. Ask for the version you want in the first cell that uses the package."
                );
        }
        return await _feeds.FindAsync(request.Id, request.Version).ConfigureAwait(false);
    }

    private async Task CollectAsync(
        PackageIdentity package,
        Dictionary<PackageIdentity, SourcePackageDependencyInfo> known
    )
    {
        if (known.ContainsKey(package))
            return;
        var info = await _feeds.DependenciesAsync(package).ConfigureAwait(false);
        known.Add(package, info);
        foreach (var dependency in info.Dependencies)
        {
            var found = await _feeds
                .FindAsync(dependency.Id, dependency.VersionRange)
                .ConfigureAwait(false);
            await CollectAsync(found, known).ConfigureAwait(false);
        }
    }

    private IEnumerable<PackageIdentity> Resolve(
        List<PackageIdentity> asked,
        IEnumerable<SourcePackageDependencyInfo> available
    )
    {
        var ids = asked.Select(package => package.Id).Concat(_loaded.Keys).Distinct().ToList();
        var context = new PackageResolverContext(
            DependencyBehavior.Lowest,
            targetIds: ids,
            requiredPackageIds: ids,
            packagesConfig: [],
            preferredVersions: asked.Concat(_loaded.Values).Distinct(),
            availablePackages: available,
            packageSources: [],
            log: NullLogger.Instance
        );
        try
        {
            return new PackageResolver().Resolve(context, CancellationToken.None);
        }
        catch (NuGetResolverException e)
        {
            var names = string.Join(", ", asked);
            throw new PackageException(
                $"#r \"nuget: {names}\": no versions of the packages it depends on fit together ({e.Message.TrimEnd('.')}). Ask for other versions."
            );
        }
    }
}
