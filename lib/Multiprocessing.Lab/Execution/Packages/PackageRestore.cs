using System.Collections.Immutable;
using NuGet.Common;
using NuGet.Configuration;
using NuGet.Packaging.Core;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Resolver;

namespace Multiprocessing.Lab.Execution.Packages;

/// <summary>
/// Gets packages and what they depend on, from the user's own feeds into the user's own packages folder, so that
/// what any project on the machine has restored is there already, and without a network.
/// </summary>
internal sealed class PackageRestore
{
    private readonly PackageFeeds _feeds;

    /// <remarks>Never changed in place: a restore that was stopped may still read it.</remarks>
    private ImmutableDictionary<string, PackageIdentity> _loaded = ImmutableDictionary.Create<
        string,
        PackageIdentity
    >(StringComparer.OrdinalIgnoreCase);

    /// <param name="folder">Where the search for a NuGet.config starts.</param>
    public PackageRestore(string folder) => _feeds = new(Settings.LoadDefaultSettings(folder));

    public void AddFeed(string feed) => _feeds.Add(feed);

    /// <returns>What was not loaded before, dependencies included, and all of it on the disk.</returns>
    /// <exception cref="PackageException">A package cannot be had.</exception>
    public async Task<IReadOnlyList<PackageAssets>> GetAsync(
        IReadOnlyList<PackageRequest> requests,
        CancellationToken cancellationToken
    )
    {
        var asked = new List<PackageIdentity>();
        var known = new Dictionary<PackageIdentity, SourcePackageDependencyInfo>();
        var wishes = new Dictionary<string, PackageWish>(StringComparer.OrdinalIgnoreCase);
        foreach (var request in requests)
        {
            var package = await ChooseAsync(request, cancellationToken).ConfigureAwait(false);
            asked.Add(package);
            await CollectAsync(package, new(package.Id, request.Written)).ConfigureAwait(false);
        }
        foreach (var package in _loaded.Values)
            await CollectAsync(package, new(package.Id, package.Id)).ConfigureAwait(false);

        var added = new List<PackageAssets>();
        foreach (var package in Resolve(asked, known.Values, cancellationToken))
        {
            if (_loaded.ContainsKey(package.Id))
                continue;
            var path = await _feeds
                .DownloadAsync(wishes[package.Id], package, cancellationToken)
                .ConfigureAwait(false);
            added.Add(PackageAssets.Of(package, path));
        }
        return added;

        async Task CollectAsync(PackageIdentity package, PackageWish wish)
        {
            if (known.ContainsKey(package))
                return;
            wishes.TryAdd(package.Id, wish);
            var info = await _feeds
                .DependenciesAsync(wish, package, cancellationToken)
                .ConfigureAwait(false);
            known.Add(package, info);
            foreach (var dependency in info.Dependencies)
            {
                var needed = wish with { Id = dependency.Id };
                var found = await _feeds
                    .FindAsync(needed, dependency.VersionRange, cancellationToken)
                    .ConfigureAwait(false);
                await CollectAsync(found, needed).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Remembers that packages are in the session now. One that could not be had is not: it is tried again.</summary>
    public void MarkLoaded(IEnumerable<PackageAssets> packages) =>
        _loaded = _loaded.SetItems(
            packages.Select(package => KeyValuePair.Create(package.Identity.Id, package.Identity))
        );

    private async Task<PackageIdentity> ChooseAsync(
        PackageRequest request,
        CancellationToken cancellationToken
    )
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
        var wish = new PackageWish(request.Id, request.Written);
        return await _feeds
            .FindAsync(wish, request.Version, cancellationToken)
            .ConfigureAwait(false);
    }

    private IEnumerable<PackageIdentity> Resolve(
        List<PackageIdentity> asked,
        IEnumerable<SourcePackageDependencyInfo> available,
        CancellationToken cancellationToken
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
            return new PackageResolver().Resolve(context, cancellationToken);
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
