using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Tests.Documents;
using Multiprocessing.Lab.Tests.Execution;

namespace Multiprocessing.Lab.Tests.Original;

/// <summary>Cells of all kinds that show the same in the original and in the Lab, to the letter.</summary>
public class CompatibilitySpecs
{
    private static readonly string[] s_cells =
    [
        "1 + 1",
        "\"text\"",
        "\"<b>no HTML</b>\"",
        "true",
        "3.25",
        "'c'",
        "1.5m",
        "DateTime.UnixEpoch",
        "new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero)",
        "TimeSpan.FromSeconds(90)",
        "Guid.Empty",
        "new[] { 1, 2, 3 }",
        "new[] { \"a<b\" }",
        "new int[0]",
        "new[,] { { 1, 2 }, { 3, 4 } }",
        "new byte[] { 1, 2, 3 }",
        "new List<string> { \"a\", \"b\" }",
        "new List<object> { 1, \"a\", null }",
        "Enumerable.Range(0, 30)",
        "Enumerable.Range(0, 3).Select(n => n * n)",
        "new Dictionary<string, int> { [\"a\"] = 1 }",
        "new Dictionary<string, object> { [\"a\"] = new[] { 1, 2 }, [\"b\"] = null }",
        "new { A = 1, B = \"x\" }",
        "new[] { new { A = 1, B = \"x\" }, new { A = 2, B = \"y\" } }",
        "(1, \"two\")",
        "record Point(int X, int Y);\nnew Point(1, 2)",
        "enum Digit { One, Two }\nDigit.Two",
        "typeof(string)",
        "new Exception(\"x\")",
        "new System.Text.StringBuilder(\"x\")",
        "new Uri(\"http://x.y\")",
        "System.Text.Json.JsonDocument.Parse(\"{\\\"a\\\": 1}\")",
        "System.Drawing.Color.Red",
        "await Task.Delay(1);\n5",
        "if (true) { return 7; }",
        "return 8;",
        "null",
        "Console.WriteLine(\"a\");\nConsole.Write(\"b\");\nConsole.WriteLine(\"é ü 漢 😀\");",
        "Console.Write(\"no line feed\")",
        "Console.WriteLine(\"\\u001b[31mred\\u001b[0m\");",
        "Console.Error.WriteLine(\"error\");",
        "var thread = new System.Threading.Thread(() => Console.WriteLine(\"thread\"));\nthread.Start();\nthread.Join();",
        "display(\"d\");",
        "display(new[] { 1, 2 });",
        "display(1, \"text/plain\");",
        "display(\"<b>h</b>\", \"text/html\");",
        "display(HTML(\"<i>x</i>\"));",
        "HTML(\"<i>x</i>\")",
        "Javascript(\"1\");",
        "\"m\".DisplayAs(\"text/markdown\");",
        "new { A = 1 }.Display(\"application/json\");",
        "foreach (var i in new[] { 1, 2 }) i.Display();",
        "#!html\n<b>t</b>",
        "#!csharp\n2",
        "#!set --name five --value 5",
        "five",
        "throw new InvalidOperationException(\"boo\");",
        "int F() => throw new Exception(\"inner\");\nF();",
        "int z = ;",
        "undefinedName",
        "int number = \"text\";",
        "using Microsoft.DotNet.Interactive.Formatting;\nFormatter.Register<Point>(p => $\"<b>{p.X}</b>\", \"text/html\");\nnew Point(1, 2)",
        "using static Microsoft.DotNet.Interactive.Formatting.PocketViewTags;\ndiv[@class: \"box\"](h2(\"Fruit\"), ul(new[] { 1, 2 }.Select(n => li(n))))",
    ];

    private static readonly Comparison s_comparison = new(text =>
        text.ReplaceLineEndings("\n").Split('\n').Where(line => line.Length > 0)
    );

    [Fact(Timeout = 180_000)]
    public async Task A_cell_shows_the_same_in_the_original()
    {
        using var folder = new TemporaryFolder();
        var lab = await NotebookRun.InAsync(folder, new(null, KeepGoing: true), s_cells);
        using var kernel = await OriginalKernel.StartAsync(folder.Path);
        var problems = new List<string>();
        foreach (var (cell, ours) in s_cells.Zip(lab.Outputs))
        {
            var theirs = OriginalOutputs.Of(await kernel.SubmitAsync(cell, "csharp"));
            problems.AddRange(
                s_comparison.Differences(ours, theirs).Select(problem => $"{cell}\n  {problem}")
            );
        }
        Assert.True(problems.Count == 0, string.Join("\n", problems));
        await kernel.EndAsync();
    }
}
