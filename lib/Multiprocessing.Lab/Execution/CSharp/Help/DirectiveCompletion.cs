using System.Text.RegularExpressions;

namespace Multiprocessing.Lab.Execution.CSharp.Help;

/// <summary>What could be written in the lines that begin with <c>#</c>: magics, paths and packages.</summary>
internal sealed partial class DirectiveCompletion(string folder)
{
    /// <param name="line">The line up to the cursor.</param>
    /// <param name="cursor">Where in the cell that is.</param>
    /// <returns>Null if it is not such a line.</returns>
    public Completions? Complete(string line, int cursor)
    {
        if (line.StartsWith("#!", StringComparison.Ordinal))
        {
            var magics = CellLanguages
                .All.Concat(Magic.All.Select(magic => magic.Name))
                .Select(name => "#!" + name);
            return Choose(magics, "magic", line, cursor);
        }
        var match = Directive().Match(line);
        if (!match.Success)
            return null;
        var kind = match.Groups["kind"].Value;
        var typed = match.Groups["what"].Value;
        if (kind != "load" && typed.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
            return kind == "r" ? Package(typed["nuget:".Length..].TrimStart(), cursor) : null;
        var name = AfterSlash(typed);
        return kind switch
        {
            "load" => Choose(PathsTo(typed, ".csx", ".cs"), "path", name, cursor),
            "r" when name == typed => Choose(
                PathsTo(typed, ".dll").Append("nuget: "),
                "path",
                name,
                cursor
            ),
            "r" => Choose(PathsTo(typed, ".dll"), "path", name, cursor),
            _ => Choose(["nuget: "], "path", typed, cursor),
        };
    }

    private Completions Package(string typed, int cursor)
    {
        var packages = new LocalPackages(folder);
        return typed.Split(',', 2) is [var id, var version]
            ? Choose(packages.Versions(id.Trim()), "version", version.TrimStart(), cursor)
            : Choose(packages.Ids(typed), "package", typed, cursor);
    }

    private IEnumerable<string> PathsTo(string typed, params string[] extensions)
    {
        var name = AfterSlash(typed);
        var within = Path.Combine(folder, typed[..^name.Length]);
        if (!Directory.Exists(within))
            return [];
        return new DirectoryInfo(within)
            .EnumerateFileSystemInfos("*", new EnumerationOptions { IgnoreInaccessible = true })
            .Where(entry => entry is DirectoryInfo || extensions.Contains(entry.Extension))
            .OrderBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase)
            .Select(entry => entry is DirectoryInfo ? entry.Name + "/" : entry.Name);
    }

    private static string AfterSlash(string typed) =>
        typed[(typed.LastIndexOfAny(['/', '\\']) + 1)..];

    private static Completions Choose(
        IEnumerable<string> texts,
        string kind,
        string typed,
        int cursor
    ) =>
        new(
            cursor - typed.Length,
            cursor,
            [
                .. texts
                    .Select(text => (Text: text, Rank: NameMatch.Rank(text, typed)))
                    .Where(match => match.Rank is not null)
                    .OrderBy(match => match.Rank)
                    .Select(match => new Completion(match.Text, kind)),
            ]
        );

    [GeneratedRegex("""^\s*#(?<kind>r|i|load)\s+"(?<what>[^"]*)$""")]
    private static partial Regex Directive();
}
