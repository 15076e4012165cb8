using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Tests.Original;

/// <summary>
/// What one cell showed in the Lab and in the original. The same: whether it failed, the lines on standard output, and for
/// each value whether it was displayed or returned, its media types, and what its HTML and text are made of.
/// </summary>
internal static class Comparison
{
    /// <summary>The Lab adds it to values that the original gives as HTML alone.</summary>
    private const string Plain = "text/plain";

    private const string Html = "text/html";

    /// <returns>A line each; none where all is the same.</returns>
    public static IEnumerable<string> Differences(
        IReadOnlyList<Output> lab,
        IReadOnlyList<Output> original
    )
    {
        var differences = new List<string>();
        Compare("errors", Errors(lab), Errors(original));
        // Workers run at the same time: the order of their lines is their own affair.
        Compare("standard output", Lines(lab, "stdout"), Lines(original, "stdout"));
        Compare("standard error", Lines(lab, "stderr").Take(1), Lines(original, "stderr").Take(1));
        var (here, there) = (Values(lab), Values(original));
        Compare("values", here.Select(v => v.Kind), there.Select(v => v.Kind));
        foreach (var (ours, theirs) in here.Zip(there, (a, b) => (a.Data, b.Data)))
        {
            Compare(
                "media types",
                ours.Keys.Where(type => type != Plain || theirs.ContainsKey(type)),
                theirs.Keys
            );
            if (ours.TryGetValue(Html, out var html) && theirs.TryGetValue(Html, out var other))
            {
                Compare("HTML", PageOutline.Elements(html), PageOutline.Elements(other));
                Compare("words", PageOutline.Words(html), PageOutline.Words(other));
            }
            if (ours.TryGetValue(Plain, out var text) && theirs.TryGetValue(Plain, out other))
                Compare("text", Wording.Lines(text).Distinct(), Wording.Lines(other).Distinct());
        }
        return differences;

        void Compare(string what, IEnumerable<string> ours, IEnumerable<string> theirs)
        {
            List<string> missing = [.. ours];
            var surplus = theirs.Where(item => !missing.Remove(item)).ToList();
            differences.AddRange(missing.Select(item => $"{what}: only the Lab has: {item}"));
            differences.AddRange(surplus.Select(item => $"{what}: only the original has: {item}"));
        }
    }

    private static IEnumerable<string> Errors(IEnumerable<Output> outputs) =>
        outputs.OfType<ErrorOutput>().Take(1).Select(_ => "an error");

    private static IEnumerable<string> Lines(IEnumerable<Output> outputs, string stream) =>
        Wording.Lines(
            string.Concat(
                outputs.OfType<StreamOutput>().Where(o => o.Name == stream).Select(o => o.Text)
            )
        );

    private static List<(string Kind, IReadOnlyDictionary<string, string> Data)> Values(
        IEnumerable<Output> outputs
    ) =>
        [
            .. outputs
                .Select(output =>
                    output switch
                    {
                        DisplayOutput display => ("displayed", display.Data),
                        ResultOutput result => ("returned", result.Data),
                        _ => ("", new Dictionary<string, string>()),
                    }
                )
                .Where(value => value.Item1.Length > 0 && !IsNull(value.Item2)),
        ];

    /// <summary>Roslyn takes a "return" in a function inside a block for the cell's own, so that the original shows a null for such a cell.</summary>
    private static bool IsNull(IReadOnlyDictionary<string, string> data) =>
        data.TryGetValue(Html, out var html) && PageOutline.Words(html).SequenceEqual(["<null>"]);
}
