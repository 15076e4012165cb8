using System.Text;

namespace Multiprocessing.Lab.Execution.CSharp.Help;

/// <summary>
/// The XML files with an assembly's documentation: beside it, or, for those of the framework, in the SDK. They are
/// searched as bytes, a few milliseconds even for the largest, and nothing of them is kept.
/// </summary>
internal static class DocumentationFiles
{
    /// <param name="assembly">The assembly's file.</param>
    /// <param name="id">What is looked for, as the files name it, for example <c>T:System.String</c>.</param>
    /// <returns>The element, or null.</returns>
    public static string? Find(string assembly, string id)
    {
        var start = Encoding.UTF8.GetBytes($"<member name=\"{id}\">");
        return Candidates(assembly, id)
            .Select(file => Find(File.ReadAllBytes(file), start))
            .FirstOrDefault(element => element is not null);
    }

    private static string? Find(ReadOnlySpan<byte> file, ReadOnlySpan<byte> start)
    {
        var at = file.IndexOf(start);
        if (at < 0)
            return null;
        var element = file[at..];
        var end = "</member>"u8;
        var length = element.IndexOf(end);
        return length < 0 ? null : Encoding.UTF8.GetString(element[..(length + end.Length)]);
    }

    private static IEnumerable<string> Candidates(string assembly, string id)
    {
        var beside = Path.ChangeExtension(assembly, ".xml");
        if (File.Exists(beside))
            return [beside];
        // What runs and what is documented are different assemblies: String's code is in System.Private.CoreLib, its
        // documentation with System.Runtime. The likeliest first: the one with the assembly's name, then those whose
        // names begin like the type's, then the largest.
        return OfFramework(assembly)
            .OrderByDescending(file =>
                Path.GetFileNameWithoutExtension(file) is var name
                && name == Path.GetFileNameWithoutExtension(assembly)
                    ? int.MaxValue
                : id.AsSpan(2).StartsWith(name + ".") ? name.Length
                : name == "System.Runtime" ? 1
                : 0
            );
    }

    /// <summary>A shared framework is at shared/NAME/VERSION; its documentation at packs/NAME.Ref/VERSION/ref/net10.0.</summary>
    private static IEnumerable<string> OfFramework(string assembly)
    {
        var framework = new FileInfo(assembly).Directory?.Parent;
        if (framework?.Parent is not { Name: "shared", Parent: { } root })
            return [];
        var packs = new DirectoryInfo(
            Path.Combine(root.FullName, "packs", framework.Name + ".Ref")
        );
        var target = $"net{Environment.Version.ToString(2)}";
        return packs.Exists
            ? packs
                .EnumerateDirectories()
                .Select(version => Path.Combine(version.FullName, "ref", target))
                .Where(Directory.Exists)
                .Order(StringComparer.Ordinal)
                .TakeLast(1)
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*.xml"))
            : [];
    }
}
