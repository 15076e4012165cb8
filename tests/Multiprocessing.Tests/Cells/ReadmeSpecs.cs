using System.Text.RegularExpressions;
using Xunit;

namespace Multiprocessing.Tests.Cells;

/// <summary>What the library's page shows is what the library does.</summary>
[Collection(CapturedConsole.Collection)]
public partial class ReadmeSpecs
{
    [Fact(Timeout = 120_000)]
    public async Task The_examples_of_the_library_s_page_run_in_cells()
    {
        string page = await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "README.md"),
            TestContext.Current.CancellationToken
        );
        MatchCollection examples = Example().Matches(page);
        Assert.InRange(examples.Count, 3, 30);
        using var console = new CapturedConsole();
        foreach (Match example in examples)
        {
            await new CellSession().Run(example.Groups["code"].Value);
        }

        Assert.StartsWith("1, 4, 9\n", console.Out, StringComparison.Ordinal);
        Assert.Contains(
            "line 0\nline 1\nline 2\n4\nDivideByZeroException: ",
            console.Out,
            StringComparison.Ordinal
        );
        Assert.EndsWith("5 5 5 5 5 5 5 5 5 5\n", console.Out, StringComparison.Ordinal);
        Assert.Contains("1,000 of 1,000 items", console.Error, StringComparison.Ordinal);
    }

    [GeneratedRegex(
        @"^```csharp\n(?<code>.*?)^```",
        RegexOptions.Singleline | RegexOptions.Multiline
    )]
    private static partial Regex Example();
}
