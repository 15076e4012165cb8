using System.Text.RegularExpressions;

namespace Multiprocessing.Lab.Tests.Original;

/// <summary>The lines of a text, without what differs from run to run of the same code.</summary>
internal static partial class Wording
{
    private const string OfWorker = "process # ";

    public static IEnumerable<string> Lines(string text) =>
        Once(text.Split('\n').Select(Line).Where(line => line.Length > 0));

    /// <summary>How many of the workers get something to do differs as well: what each of them says counts once.</summary>
    private static IEnumerable<string> Once(IEnumerable<string> lines)
    {
        var said = new HashSet<string>();
        return lines.Where(line =>
            said.Add(line) || !line.StartsWith(OfWorker, StringComparison.Ordinal)
        );
    }

    /// <summary>Numbers, lists of them and the units of times become "#"; so does what only a busy machine makes a cell say.</summary>
    private static string Line(string line)
    {
        line = Blanks().Replace(line, " ").Trim();
        line = Number().Replace(line, "#");
        line = NumberList().Replace(line, "#");
        return Measured().Replace(line, "");
    }

    [GeneratedRegex(@"[-+]?(?<![\p{L}_])\d+(?:[.,:]\d+)*(?:\s?(?:ns|µs|ms|s)\b)?")]
    private static partial Regex Number();

    [GeneratedRegex(@"#(?:, #)+")]
    private static partial Regex NumberList();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex("^A busy machine: .*")]
    private static partial Regex Measured();
}
