namespace Multiprocessing.Lab.Tests.Execution;

/// <summary>C# that cells cannot hold because they are scripts, and references that are not there: the message says what to do.</summary>
public class ScriptLimitSpecs
{
    [Theory(Timeout = 60_000)]
    [InlineData("using var stream = new System.IO.MemoryStream();", "using (var x = ...)")]
    [InlineData(
        "int x = 1;\nusing System.IO.Stream stream = new System.IO.MemoryStream();",
        "using (var x = ...)"
    )]
    [InlineData("await using var stream = new System.IO.MemoryStream();", "using (var x = ...)")]
    [InlineData("namespace Fruit { class Apple { } }", "remove the namespace")]
    [InlineData("namespace Fruit;\nclass Apple { }", "remove the namespace")]
    [InlineData(
        "static class Doubling { extension(int n) { public int Twice => n * 2; } }",
        "static int Twice(this int n)"
    )]
    [InlineData(
        "static class Doubling { public static int Twice(this int n) => n * 2; }",
        "static int Twice(this int n)"
    )]
    [InlineData(
        "partial class P { [System.Text.RegularExpressions.GeneratedRegex(\"a\")] public static partial System.Text.RegularExpressions.Regex A(); }",
        "source generators do not run"
    )]
    [InlineData(
        "using System.Text.Json.Serialization;\n[JsonSerializable(typeof(int))] partial class C : JsonSerializerContext { }",
        "source generators do not run"
    )]
    [InlineData("file class Hidden { }", "remove `file`")]
    [InlineData("args.Length", "no command line")]
    [InlineData("var pool = new ProcessPool(2);", "#r \"nuget: Multiprocessing\"")]
    [InlineData("WorkerProcess.Run(() => 1)", "#r \"nuget: Multiprocessing\"")]
    [InlineData("using Multiprocessing.Charts;", "#r \"nuget: Multiprocessing.Charts\"")]
    [InlineData(
        "#r \"../artifacts/notebook/Multiprocessing.dll\"",
        "#r \"nuget: Multiprocessing\""
    )]
    [InlineData("#r \"missing.dll\"", "from the notebook's folder")]
    public async Task The_message_names_the_remedy(string code, string remedy)
    {
        var run = await NotebookRun.OfAsync(code);
        Assert.Equal("CompilationError", run.Error(0).Name);
        Assert.Contains(remedy, run.Error(0).Value, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("static int Twice(this int n) => 2 * n;", "4.Twice()", "8")]
    [InlineData(
        "var text = \"\";\nusing (var w = new System.IO.StringWriter()) { w.Write(1); text = w.ToString(); }",
        "text",
        "1"
    )]
    public async Task The_remedy_works(string remedy, string use, string value)
    {
        var run = await NotebookRun.OfAsync(remedy, use);
        Assert.Equal(value, run.Value(1));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("int x = 1")]
    [InlineData("using System.IO\nFile.Exists(\"x\")")]
    public async Task Another_fault_with_the_same_message_gets_no_such_remedy(string code)
    {
        var run = await NotebookRun.OfAsync(code + "\nvar y = ;");
        Assert.DoesNotContain("using (", run.Error(0).Value, StringComparison.Ordinal);
    }
}
