using System.Text.RegularExpressions;
using Multiprocessing.Lab.Execution.CSharp;
using Multiprocessing.Lab.Execution.CSharp.Output;
using NuGet.Versioning;

namespace Multiprocessing.Lab.Execution.Packages;

/// <summary>A package as a cell asks for it; no version means the newest stable one.</summary>
internal sealed record PackageRequest(string Id, VersionRange? Version);

/// <summary>Follows <c>#r "nuget: Id, Version"</c> and <c>#i "nuget: feed"</c>, which Roslyn does not know.</summary>
internal sealed partial class PackageDirectives(string folder)
{
    // NuGet is a good part of a second to load: only for those who use it.
    private PackageRestore? _restore;

    /// <returns>The code without the directives, on the same lines.</returns>
    /// <exception cref="PackageException">A package cannot be had.</exception>
    public async Task<string> AddPackagesAsync(string code, CSharpEngine engine, OutputQueue output)
    {
        if (!code.Contains("nuget:", StringComparison.OrdinalIgnoreCase))
            return code;
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
            return code;
        await AddAsync(requests, feeds, engine, output).ConfigureAwait(false);
        return code;
    }

    /// <returns>The code with blanks for the directives: every position stays what it is.</returns>
    public static string Blank(string code) =>
        Directive().Replace(code, match => new string(' ', match.Length));

    private async Task AddAsync(
        List<PackageRequest> requests,
        List<string> feeds,
        CSharpEngine engine,
        OutputQueue output
    )
    {
        _restore ??= new PackageRestore(folder);
        foreach (var feed in feeds)
            _restore.AddFeed(feed);
        if (requests.Count == 0)
            return;
        var added = await _restore.AddAsync(requests).ConfigureAwait(false);
        NativeAssets.Add(added.SelectMany(package => package.NativeFolders));
        NewerVersions.Add(added.SelectMany(package => package.Assemblies));
        engine.AddReferences([.. added.SelectMany(package => package.Assemblies)]);
        var asked = added.Where(package =>
            requests.Any(r => r.Id.Equals(package.Id, StringComparison.OrdinalIgnoreCase))
        );
        foreach (var package in asked)
            output.Write("stdout", $"Loaded package {package.Id} {package.Version}\n");
    }

    private static PackageRequest Parse(string text)
    {
        var parts = text.Split(',', 2, StringSplitOptions.TrimEntries);
        if (parts.Length == 1 || parts[1] is "" or "*")
            return new(parts[0], null);
        return VersionRange.TryParse(parts[1], out var range)
            ? new(parts[0], range)
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
