using System.Text.Json.Nodes;

namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>
/// The checks of jupyter_kernel_test, with which the Jupyter project tests kernels in all languages, in its order and
/// with C# for its samples. Its messagespec is <see cref="MessageSchema"/>, which every message here passes.
/// </summary>
public class KernelTestSuiteSpecs(RunningKernel kernel) : IClassFixture<RunningKernel>
{
    private static readonly (string Code, string Result)[] s_results =
    [
        ("6 * 7", "42"),
        ("\"a\" + \"b\"", "ab"),
        ("new[] { 1, 2 }.Sum()", "3"),
    ];

    [Fact(Timeout = 60_000)]
    public async Task Test_kernel_info()
    {
        var reply = await kernel.Client.AskAsync(Line.Shell, "kernel_info_request");
        var language = reply.Content.GetProperty("language_info");
        Assert.Equal("C#", language.GetProperty("name").GetString());
        Assert.Equal(".cs", language.GetProperty("file_extension").GetString());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("stdout", "Console.WriteLine(\"hello, world\");")]
    [InlineData("stderr", "Console.Error.WriteLine(\"hello, world\");")]
    public async Task Test_execute_stdout_and_stderr(string stream, string code)
    {
        var cell = await RunAsync(code);
        Assert.Equal("ok", (await cell.ReplyAsync()).Text("status"));
        Assert.Contains("hello, world", cell.Text(stream), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("Console.WriteL", "WriteLine")]
    [InlineData("\"text\".Sub", "Substring")]
    public async Task Test_completion(string text, string match)
    {
        var reply = await kernel.Client.AskAsync(
            Line.Shell,
            "complete_request",
            new() { ["code"] = text, ["cursor_pos"] = text.Length }
        );
        Assert.Equal("ok", reply.Text("status"));
        var matches = reply.Content.GetProperty("matches").EnumerateArray();
        Assert.Contains(match, matches.Select(m => m.GetString()));
        Assert.Equal(text.LastIndexOf('.') + 1, reply.Number("cursor_start"));
        Assert.Equal(text.Length, reply.Number("cursor_end"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("1", "complete")]
    [InlineData("Console.WriteLine(\"hello, world\");", "complete")]
    [InlineData("int F(int n)\n{\n    return n;\n}", "complete")]
    [InlineData("Console.WriteLine(", "incomplete")]
    [InlineData("int F(int n)\n{", "incomplete")]
    [InlineData("var x = )", "invalid")]
    public async Task Test_is_complete(string code, string status)
    {
        var reply = await kernel.Client.AskAsync(
            Line.Shell,
            "is_complete_request",
            new() { ["code"] = code }
        );
        Assert.Equal(status, reply.Text("status"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Test_inspect_which_is_what_test_pager_stands_for_where_there_is_no_pager()
    {
        var reply = await kernel.Client.AskAsync(
            Line.Shell,
            "inspect_request",
            new()
            {
                ["code"] = "Console.WriteLine",
                ["cursor_pos"] = 12,
                ["detail_level"] = 0,
            }
        );
        Assert.Equal("ok", reply.Text("status"));
        Assert.True(reply.Content.GetProperty("found").GetBoolean());
        Assert.Contains("WriteLine", reply.Data(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Test_error()
    {
        var cell = await RunAsync("throw new Exception();");
        Assert.Equal("error", (await cell.ReplyAsync()).Text("status"));
        Assert.Equal(["error"], Outputs(cell).Select(message => message.Type));
    }

    [Fact(Timeout = 60_000)]
    public async Task Test_execute_result()
    {
        foreach (var (code, result) in s_results)
        {
            var cell = await RunAsync(code);
            Assert.Equal("ok", (await cell.ReplyAsync()).Text("status"));
            Assert.Equal(result, cell.Result);
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("display(HTML(\"<b>bold</b>\"));", "text/html")]
    [InlineData("\"<svg/>\".DisplayAs(\"image/svg+xml\");", "image/svg+xml")]
    [InlineData("display(\"plain\");", "text/plain")]
    public async Task Test_display_data(string code, string mediaType)
    {
        var cell = await RunAsync(code);
        Assert.Equal("ok", (await cell.ReplyAsync()).Text("status"));
        Assert.NotEmpty(Assert.Single(cell.Of("display_data")).Data(mediaType));
    }

    [Fact(Timeout = 60_000)]
    public async Task Test_history()
    {
        var count = s_results.Length;
        var tail = await HistoryAsync("tail", ("n", count));
        Assert.Equal(s_results.Select(s => s.Code), tail.Select(e => e![2]!.GetValue<string>()));
        Assert.All(tail, entry => Assert.Equal(3, entry!.AsArray().Count));
        var withOutput = await HistoryAsync("tail", ("n", count), ("output", true));
        Assert.Equal(2, withOutput[0]![2]!.AsArray().Count);

        var (session, start) = (tail[0]![0]!.GetValue<int>(), tail[0]![1]!.GetValue<int>());
        var range = await HistoryAsync(
            "range",
            ("session", session),
            ("start", start),
            ("stop", start + 1)
        );
        Assert.Equal(
            $"[{session},{start},\"{s_results[0].Code}\"]",
            Assert.Single(range)!.ToJsonString()
        );

        Assert.NotEmpty(await HistoryAsync("search", ("pattern", "6*")));
        Assert.Single(await HistoryAsync("search", ("pattern", "6*"), ("unique", true)));
        Assert.Equal(3, (await HistoryAsync("search", ("pattern", "6*"), ("n", 3))).Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task Test_clear_output()
    {
        var cell = await RunAsync("clear_output();");
        Assert.Equal("ok", (await cell.ReplyAsync()).Text("status"));
        Assert.NotEmpty(cell.Of("clear_output"));
    }

    private async Task<Exchange> RunAsync(string code)
    {
        var cell = await kernel.Client.RunAsync(code);
        Assert.Equal("busy", cell.Types.First());
        Assert.Equal(code, Assert.Single(cell.Of("execute_input")).Text("code"));
        return cell;
    }

    private static IEnumerable<Message> Outputs(Exchange cell) =>
        cell.Published.All.Where(message => message.Type is not ("status" or "execute_input"));

    private async Task<JsonArray> HistoryAsync(
        string access,
        params (string Name, JsonNode Value)[] more
    )
    {
        foreach (var (code, _) in s_results)
            await RunAsync(code);
        var content = new JsonObject
        {
            ["hist_access_type"] = access,
            ["output"] = false,
            ["raw"] = true,
        };
        foreach (var (name, value) in more)
            content[name] = value;
        var reply = await kernel.Client.AskAsync(Line.Shell, "history_request", content);
        Assert.Equal("ok", reply.Text("status"));
        return JsonNode.Parse(reply.Content.GetProperty("history").GetRawText())!.AsArray();
    }
}
