using System.Text.RegularExpressions;
using Multiprocessing.Lab.Execution.CSharp;
using Multiprocessing.Lab.Execution.CSharp.Output;
using NuGet.Packaging;
using NuGet.Versioning;

namespace Multiprocessing.Lab.Execution.Packages;

/// <summary>A package as a cell asks for it; no version means the newest stable one.</summary>
/// <param name="Id">The package.</param>
/// <param name="Version">The versions that will do; null for the newest stable one.</param>
/// <param name="Written">Both in the user's own words.</param>
internal sealed record PackageRequest(string Id, VersionRange? Version, string Written);

/// <summary>Follows <c>#r "nuget: Id, Version"</c> and <c>#i "nuget: feed"</c>, which Roslyn does not know.</summary>
internal sealed partial class PackageDirectives(string folder)
{
    private const int MostInId = PackageIdValidator.MaxPackageIdLength;

    // NuGet is a good part of a second to load: only for those who use it.
    private PackageRestore? _restore;

    /// <summary>The extensions of packages that are loaded, and that have not run to their end yet.</summary>
    private readonly List<string> _extensions = [];

    /// <returns>
    /// The code without the directives, on the same lines; and the files that extend the kernel: assemblies, and scripts to
    /// import.
    /// </returns>
    /// <exception cref="PackageException">A package cannot be had.</exception>
    /// <exception cref="OperationCanceledException">The cell is to stop.</exception>
    public async Task<(string Code, IReadOnlyList<string> Extensions)> AddPackagesAsync(
        string code,
        CSharpEngine engine,
        OutputQueue output,
        CancellationToken cancellationToken
    )
    {
        if (!code.Contains("nuget:", StringComparison.OrdinalIgnoreCase))
            return (code, []);
        var requests = new List<PackageRequest>();
        var feeds = new List<string>();
        code = Directive()
            .Replace(
                code,
                match =>
                {
                    var wanted = match.Groups["what"].Value.Trim();
                    if (match.Groups["kind"].Value == "i")
                        feeds.Add(wanted);
                    else
                        requests.Add(Parse(wanted));
                    return "";
                }
            );
        if (requests.Count == 0 && feeds.Count == 0)
            return (code, []);
        var extensions = await AddAsync(requests, feeds, engine, output, cancellationToken)
            .ConfigureAwait(false);
        return (code, extensions);
    }

    /// <summary>An extension has run. One that was stopped, or that failed, is tried again with the next package.</summary>
    public void HasRun(string extension) => _extensions.Remove(extension);

    /// <returns>The code with blanks for the directives: every position stays what it is.</returns>
    public static string Blank(string code) =>
        Directive().Replace(code, match => new string(' ', match.Length));

    private async Task<IReadOnlyList<string>> AddAsync(
        List<PackageRequest> requests,
        List<string> feeds,
        CSharpEngine engine,
        OutputQueue output,
        CancellationToken cancellationToken
    )
    {
        _restore ??= new PackageRestore(folder);
        foreach (var feed in feeds)
            _restore.AddFeed(feed);
        if (requests.Count == 0)
            return [];
        var added = await GetAsync(_restore, requests, cancellationToken).ConfigureAwait(false);
        NativeAssets.Add(added.SelectMany(package => package.NativeFolders));
        NewerVersions.Add(added.SelectMany(package => package.Assemblies));
        engine.AddReferences(added.SelectMany(package => package.Assemblies));
        _restore.MarkLoaded(added);
        var asked = added.Where(package =>
            requests.Any(r => r.Id.Equals(package.Identity.Id, StringComparison.OrdinalIgnoreCase))
        );
        foreach (var package in asked)
            output.Write(
                "stdout",
                $"Loaded package {package.Identity.Id} {package.Identity.Version.ToNormalizedString()}\n"
            );
        _extensions.AddRange(added.SelectMany(package => package.Extensions));
        return [.. _extensions];
    }

    private static async Task<IReadOnlyList<PackageAssets>> GetAsync(
        PackageRestore restore,
        IReadOnlyList<PackageRequest> requests,
        CancellationToken cancellationToken
    )
    {
        try
        {
            // What a feed or a slow disk keeps from hearing of the end is left behind.
            return await Task.Run(
                    () => restore.GetAsync(requests, cancellationToken),
                    cancellationToken
                )
                .WaitAsync(cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // NuGet says it in several ways.
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private static PackageRequest Parse(string text)
    {
        var parts = text.Split(',', 2, StringSplitOptions.TrimEntries);
        if (parts[0].Length > MostInId || !PackageIdValidator.IsValidPackageId(parts[0]))
        {
            throw new PackageException(
                $"#r \"nuget: {text}\": \"{parts[0]}\" is not a package id, which is made of letters, digits, dots, hyphens and underscores. Write for example #r \"nuget: Newtonsoft.Json\"."
            );
        }
        if (parts.Length == 1 || parts[1] is "" or "*")
            return new(parts[0], null, parts[0]);
        return VersionRange.TryParse(parts[1], out var range)
            ? new(parts[0], range, text)
            : throw new PackageException(
                $"#r \"nuget: {text}\": \"{parts[1]}\" is not a version. Write for example #r \"nuget: {parts[0]}, 1.2.3\"."
            );
    }

    [GeneratedRegex(
        """^[ \t]*#(?<kind>[ri])[ \t]+"nuget:(?<what>[^"\n]*)"[^\n]*$""",
        RegexOptions.Multiline | RegexOptions.IgnoreCase
    )]
    private static partial Regex Directive();
}
