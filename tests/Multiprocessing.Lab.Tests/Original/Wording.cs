using System.Text.RegularExpressions;

namespace Multiprocessing.Lab.Tests.Original;

/// <summary>The lines of a text, without what differs from run to run of the same code.</summary>
internal static partial class Wording
{
    private const string OfWorker = "process # ";

    public static IEnumerable<string> Lines(string text) =>
        Once(text.Split('\n').Select(Line).Where(line => line.Length > 0));

    /// <summary>How many of the workers get something to do differs: what each of them says counts once.</summary>
    private static IEnumerable<string> Once(IEnumerable<string> lines)
    {
        var said = new HashSet<string>();
        return lines.Where(line =>
            said.Add(line) || !line.StartsWith(OfWorker, StringComparison.Ordinal)
        );
    }

    /// <summary>Numbers, with their units, and lists of them become "#"; verdicts on what was measured become one.</summary>
    private static string Line(string line)
    {
        line = Blanks().Replace(line, " ").Trim();
        line = Number().Replace(line, "#");
        line = NumberList().Replace(line, "#");
        line = AtWork().Replace(line, "#");
        line = BusyMachine().Replace(line, "");
        line = DoesItPay().Replace(line, "One at a time, #");
        return FastEnough().Replace(line, "#");
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"[-+]?(?<![\p{L}_])\d+(?:[.,:]\d+)*(?:\s?(?:ns|µs|ms|s|B|kB|KB|MB|GB)\b)?")]
    private static partial Regex Number();

    [GeneratedRegex("#(?:, #)+")]
    private static partial Regex NumberList();

    /// <summary>A process that works may be caught as it waits for a moment.</summary>
    [GeneratedRegex(@"R \(running\)|S \(sleeping\)")]
    private static partial Regex AtWork();

    /// <summary>What a chart says where its ceiling was low.</summary>
    [GeneratedRegex("^A busy machine: .*")]
    private static partial Regex BusyMachine();

    /// <summary>The answer in "06-speedup".</summary>
    [GeneratedRegex("^One at a time, (?:items pay here|none of these items paid).*")]
    private static partial Regex DoesItPay();

    /// <summary>The marks in the review of "12-capstone".</summary>
    [GeneratedRegex("^[✓○]")]
    private static partial Regex FastEnough();
}
