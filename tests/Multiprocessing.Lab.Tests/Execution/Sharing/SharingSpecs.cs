using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Tests.Documents;

namespace Multiprocessing.Lab.Tests.Execution.Sharing;

public class SharingSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task Scripts_and_pages_get_CSharp_variables_as_JSON()
    {
        var run = await NotebookRun.OfAsync(
            "var points = new[] { new { X = 1, Label = \"</script>\" } };\nvar title = \"Größe\";",
            "#!javascript\n#!share --from csharp points\n#!share --from csharp title --as heading\nconsole.log(points[0].X, heading);",
            "[html]#!set --name title --value @csharp:title\n<script>document.title = title;</script>"
        );
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        Assert.Equal(
            "<script type=\"text/javascript\">globalThis[\"points\"] = [{\"X\":1,\"Label\":\"\\u003c/script>\"}];\nglobalThis[\"heading\"] = \"Größe\";\nconsole.log(points[0].X, heading);</script>",
            Unescape(Html(run, 1))
        );
        Assert.StartsWith(
            "<script type=\"text/javascript\">globalThis[\"title\"] = \"Größe\";\n</script>",
            Unescape(Html(run, 2)),
            StringComparison.Ordinal
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task A_CSharp_variable_under_another_name_is_the_same_value_of_the_same_type()
    {
        var run = await NotebookRun.OfAsync(
            "var list = new List<(int A, string B)>();\n#!set --name same --value @csharp:list\n#!share --from csharp list --as too\nsame.Add((1, \"b\"));\n$\"{list[0].B} {too.Count} {object.ReferenceEquals(same, too)}\"",
            "#!share --from csharp list\nlist.Count",
            "#!set --name text --value @csharp:list --mime-type application/json\ntext.RootElement[0].ValueKind.ToString()"
        );
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        Assert.Equal("b 1 True", run.Value(0));
        Assert.Equal("1", run.Value(1));
        Assert.Equal("Object", run.Value(2));
    }

    [Fact(Timeout = 60_000)]
    public async Task Values_are_kept_as_text_until_shared()
    {
        using var folder = new TemporaryFolder();
        folder.Write("my data.csv", "a,b\n1,2\n");
        var run = await NotebookRun.InAsync(
            folder,
            new(null, KeepGoing: true),
            "#!value --name poem\n\"Rose\" is\n#!nothing\n\n#!csharp\n#!share --from value poem\npoem",
            "#!value --name numbers --mime-type application/json\n{\"a\": [1, 2]}",
            "#!share --from value numbers\nnumbers.RootElement.GetProperty(\"a\")[1].GetInt32()",
            "#!value --name csv --from-file \"my data.csv\"",
            "#!share --from value csv --as table\ntable.Split('\\n')[0]",
            "#!javascript\n#!set --name numbers --value @value:numbers\nnumbers.a"
        );
        Assert.True(run.Succeeded, string.Join("\n", run.Problems));
        Assert.Equal("\"Rose\" is\n#!nothing", run.Value(0));
        Assert.Equal(
            "{\"a\": [1, 2]}",
            run.Outputs[1].OfType<DisplayOutput>().Single().Data["application/json"]
        );
        Assert.Equal("2", run.Value(2));
        Assert.Empty(run.Outputs[3]);
        Assert.Equal("a,b", run.Value(4));
        Assert.Contains(
            "globalThis[\"numbers\"] = {\"a\": [1, 2]};",
            Html(run, 5),
            StringComparison.Ordinal
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task Text_becomes_a_string_and_JSON_what_it_says()
    {
        var run = await NotebookRun.OfAsync(
            "#!set --name a --value 123\n#!set --name b --value 1.5 --mime-type application/json\n#!set --name c --value true --mime-type application/json\n#!set --name d --value \"https://x.y/?a=b c\"\n$\"{a.GetType().Name} {b.GetType().Name} {c.GetType().Name} {d}\""
        );
        Assert.Equal("String Double Boolean https://x.y/?a=b c", run.Value(0));
    }

    [Fact(Timeout = 60_000)]
    public async Task Awkward_values_arrive_in_pages_or_are_refused_in_one_line()
    {
        var run = await NotebookRun.OfAsync(
            """
            string nothing = null;
            class Node { public Node Next { get; set; } }
            var loop = new Node(); loop.Next = loop;
            var when = new DateTime(2024, 1, 2);
            var many = Enumerable.Range(0, 1000).ToList();
            """,
            "#!javascript\n#!share --from csharp nothing\n#!share --from csharp when\n#!share --from csharp many",
            "#!javascript\n#!share --from csharp loop",
            "#!html\n#!share --from csharp when --mime-type text/plain"
        );
        var script = Html(run, 1);
        Assert.Contains("globalThis[\"nothing\"] = null;", script, StringComparison.Ordinal);
        Assert.Contains(
            "globalThis[\"when\"] = \"2024-01-02T00:00:00\";",
            script,
            StringComparison.Ordinal
        );
        Assert.Contains(",998,999];", script, StringComparison.Ordinal);
        Assert.StartsWith("line 2: #!share: ", run.Error(2).Value, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', run.Error(2).Value);
        Assert.Contains(
            "globalThis[\"when\"] = \"2024-01-02",
            Html(run, 3),
            StringComparison.Ordinal
        );
    }

    [Theory(Timeout = 60_000)]
    [InlineData(
        "1\n#!share --from csharp missing",
        "line 2: #!share: there is no C# variable \"missing\""
    )]
    [InlineData("#!share --from javascript x", "out of reach")]
    [InlineData("#!set --name x --value @html:y", "out of reach")]
    [InlineData("#!share --from fsharp x", "Assign the variable in a C# cell")]
    [InlineData("#!set --name x --value @value:y", "there is no value \"y\"")]
    [InlineData("#!set --name x", "--value is missing")]
    [InlineData("#!set --value x", "--name is missing")]
    [InlineData("#!set --name 9x --value x", "is no name for a variable")]
    [InlineData("#!set --name x --value y z", "one word too many")]
    [InlineData("#!set --name x --value y --mime-type application/json", "the value is not JSON")]
    [InlineData("#!set --name x --value @csharp:y --byref", "--byref is not needed")]
    [InlineData("#!set --name x --value @input:\"who?\"", "nobody can be asked here")]
    [InlineData("#!value\ntext", "--name is missing")]
    [InlineData("#!value --name x --from-file nowhere.txt", "nowhere.txt: cannot be read")]
    [InlineData("#!value --name x --from-file y.txt\ntext", "exclude each other")]
    [InlineData("#!value --name x --from-url https://x.y", "HttpClient")]
    [InlineData("#!markdown\n#!share --from csharp x", "a cell in markdown has no variables")]
    public async Task What_cannot_be_shared_is_said_with_line_and_remedy(
        string code,
        string problem
    )
    {
        var run = await NotebookRun.OfAsync(code);
        Assert.Contains(problem, run.Error(0).Value, StringComparison.Ordinal);
        Assert.StartsWith("line ", run.Error(0).Value, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', run.Error(0).Value);
    }

    private static string Html(NotebookRun run, int cell) =>
        run.Outputs[cell].OfType<DisplayOutput>().Single().Data["text/html"];

    private static string Unescape(string script) =>
        script
            .Replace("\\u00F6", "ö", StringComparison.Ordinal)
            .Replace("\\u00DF", "ß", StringComparison.Ordinal);
}
