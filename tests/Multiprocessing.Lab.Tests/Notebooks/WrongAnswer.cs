using System.Text.RegularExpressions;

namespace Multiprocessing.Lab.Tests.Notebooks;

/// <summary>An answer that learners typically give, and what they are to be told about it.</summary>
/// <param name="Exercise">The exercise's id.</param>
/// <param name="Diagnosis">Words of the verdict.</param>
/// <param name="Code">The answer.</param>
internal sealed partial record WrongAnswer(string Exercise, string Diagnosis, string Code)
{
    /// <summary>Those to a notebook's exercises: a heading "## 04-1: words of the verdict", then the code, for each.</summary>
    public static IReadOnlyList<WrongAnswer> To(string notebook)
    {
        var file = Path.Combine(
            Repository.Root,
            "tests/Multiprocessing.Lab.Tests/Notebooks/WrongAnswers",
            notebook + ".md"
        );
        return
        [
            .. Entry()
                .Matches(File.ReadAllText(file))
                .Select(match => new WrongAnswer(
                    match.Groups[1].Value,
                    match.Groups[2].Value.Trim(),
                    match.Groups[3].Value
                )),
        ];
    }

    [GeneratedRegex(
        @"^## (\S+): ([^\n]+)\n+```csharp\n(.*?)^```",
        RegexOptions.Singleline | RegexOptions.Multiline
    )]
    private static partial Regex Entry();
}
