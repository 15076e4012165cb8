using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Tests.Original;

/// <summary>
/// What one cell showed in the Lab and in the original. To be the same: errors, the lines on standard output, and of each
/// value whether it was displayed or returned, its media types, and what its HTML and text are made of.
/// </summary>
/// <param name="lines">The lines of a text, as far as they must be the same.</param>
internal sealed class Comparison(Func<string, IEnumerable<string>> lines)
{
    /// <returns>A line each; none where all is the same.</returns>
    public IReadOnlyList<string> Differences(
        IReadOnlyList<Output> lab,
        IReadOnlyList<Output> original
    )
    {
        var differences = new Differences();
        differences.Add("errors", Errors(lab), Errors(original));
        // Workers run at the same time: the order of their lines is their own affair.
        differences.Add("standard output", Text(lab, "stdout"), Text(original, "stdout"));
        // Of a crash's trace, which names the host's own code, the first line.
        differences.Add(
            "standard error",
            Text(lab, "stderr").Take(1),
            Text(original, "stderr").Take(1)
        );
        ShownValue[] ours = [.. ShownValue.Of(lab)];
        ShownValue[] theirs = [.. ShownValue.Of(original)];
        differences.Add("values", ours.Select(v => v.Kind), theirs.Select(v => v.Kind));
        foreach (var (mine, other) in ours.Zip(theirs, (a, b) => (a.Data, b.Data)))
            Compare(differences, mine, other);
        return differences.Found;
    }

    private void Compare(
        Differences differences,
        IReadOnlyDictionary<string, string> ours,
        IReadOnlyDictionary<string, string> theirs
    )
    {
        differences.Add(
            "media types",
            // The Lab adds plain text to what the original gives as HTML alone.
            ours.Keys.Where(type => type != ShownValue.Plain || theirs.ContainsKey(type)),
            theirs.Keys
        );
        foreach (var type in ours.Keys.Intersect(theirs.Keys))
        {
            if (type == ShownValue.Html)
            {
                differences.Add(
                    "HTML",
                    PageOutline.Elements(ours[type]),
                    PageOutline.Elements(theirs[type])
                );
                differences.Add("words", Words(ours[type]), Words(theirs[type]));
            }
            else if (type == ShownValue.Plain)
            {
                differences.Add(
                    "text",
                    lines(ours[type]).Distinct(),
                    lines(theirs[type]).Distinct()
                );
            }
        }
    }

    private IEnumerable<string> Words(string html) =>
        PageOutline.Texts(html).SelectMany(lines).Distinct();

    private IEnumerable<string> Text(IEnumerable<Output> outputs, string stream) =>
        lines(
            string.Concat(
                outputs.OfType<StreamOutput>().Where(o => o.Name == stream).Select(o => o.Text)
            )
        );

    /// <summary>The first lines: the rest is a trace.</summary>
    private IEnumerable<string> Errors(IEnumerable<Output> outputs) =>
        outputs.OfType<ErrorOutput>().SelectMany(error => lines(Message(error)).Take(1));

    private static string Message(ErrorOutput error) =>
        error.Name is OriginalOutputs.ErrorName or "CompilationError"
            ? error.Value
            : $"{error.Name}: {error.Value}";
}
