using System.Text.Json;
using System.Text.Json.Nodes;

namespace Multiprocessing.Lab.Tests.Jupyter;

public class ExecuteSpecs(RunningKernel kernel) : IClassFixture<RunningKernel>
{
    [Fact(Timeout = 60_000)]
    public async Task A_cell_is_echoed_and_its_value_is_its_result_between_busy_and_idle()
    {
        var cell = await Client.RunAsync("Console.Write(\"first\"); 6 * 7");
        var reply = await cell.ReplyAsync();
        Assert.Equal(["busy", "execute_input", "stream", "execute_result", "idle"], cell.Types);
        Assert.Equal("first", cell.Text());
        Assert.Equal("42", cell.Result);
        var echo = Assert.Single(cell.Of("execute_input"));
        Assert.Equal("Console.Write(\"first\"); 6 * 7", echo.Text("code"));
        Assert.Equal("ok", reply.Text("status"));
        Assert.Equal(reply.Number("execution_count"), echo.Number("execution_count"));
        Assert.Equal(
            reply.Number("execution_count"),
            cell.Of("execute_result").Single().Number("execution_count")
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task Every_message_names_the_request_it_belongs_to_by_its_whole_header()
    {
        var header = Client.Wire.NewHeader("execute_request");
        header["custom"] = "kept";
        var cell = Client.Expect(header["msg_id"]!.GetValue<string>());
        Client.SendFrames(
            Line.Shell,
            Client.Wire.Encode(
                KernelClient.Bytes(header),
                "{\"code\":\"Console.WriteLine(1); 2\"}"u8.ToArray()
            )
        );
        var reply = await cell.EndAsync();
        foreach (var message in cell.Published.All.Append(reply))
            Assert.True(JsonNode.DeepEquals(header, JsonObject.Create(message.Parent)));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_goes_to_either_stream_arrives_under_its_name()
    {
        var cell = await Client.RunAsync(
            "Console.WriteLine(\"out äöü 🙂\"); Console.Error.WriteLine(\"err\");"
        );
        Assert.Equal("out äöü 🙂\n", cell.Text());
        Assert.Equal("err\n", cell.Text("stderr"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_child_process_writes_arrives_under_the_cell()
    {
        var cell = await Client.RunAsync(
            "using (var p = System.Diagnostics.Process.Start(\"echo\", \"from a child\")) { p.WaitForExit(); }"
        );
        Assert.Equal("from a child\n", cell.Text());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_display_is_updated_under_its_own_id_also_by_a_later_cell()
    {
        var first = await Client.RunAsync("var shown = display(\"one\"); shown.Update(\"two\");");
        var second = await Client.RunAsync("shown.Update(\"three\");");
        var shown = Assert.Single(first.Of("display_data"));
        var updates = first.Of("update_display_data").Concat(second.Of("update_display_data"));
        Assert.Equal("one", shown.Data());
        Assert.Equal(["two", "three"], updates.Select(update => update.Data()));
        Assert.Equal([Id(shown), Id(shown)], updates.Select(Id));
        var other = await Client.RunAsync("display(\"other\")");
        Assert.NotEqual(Id(shown), Id(other.Of("display_data").First()));

        static string Id(Message message) =>
            message.Content.GetProperty("transient").GetProperty("display_id").GetString()!;
    }

    [Fact(Timeout = 60_000)]
    public async Task A_display_carries_html_beside_plain_text()
    {
        var cell = await Client.RunAsync("display(HTML(\"<b>bold</b>\"));");
        Assert.Equal("<b>bold</b>", Assert.Single(cell.Of("display_data")).Data("text/html"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("throw new ArgumentException(\"not so\");", "ArgumentException", "not so")]
    [InlineData("int x = \"text\";", "CompilationError", "CS0029")]
    public async Task An_error_is_published_and_replied_alike(string code, string name, string text)
    {
        var cell = await Client.RunAsync("// a line above\n" + code);
        var reply = await cell.ReplyAsync();
        Assert.Equal("error", reply.Text("status"));
        Assert.Contains(name, reply.Text("ename"), StringComparison.Ordinal);
        Assert.Contains(text, reply.Text("evalue"), StringComparison.Ordinal);
        foreach (var member in (string[])["ename", "evalue"])
            Assert.Equal(cell.Error.Text(member), reply.Text(member));
        var traceback = Traceback(reply);
        Assert.Equal(Traceback(cell.Error), traceback);
        // The line at fault, pointed at, and in colour.
        Assert.Contains(
            traceback,
            line =>
                line.Contains("-->", StringComparison.Ordinal)
                && line.EndsWith(code, StringComparison.Ordinal)
        );
        Assert.Contains(traceback, line => line.Contains("\e[31m", StringComparison.Ordinal));
        Assert.True(reply.Number("execution_count") > 0);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_error_in_a_function_of_an_earlier_cell_shows_that_cells_line_too()
    {
        await Client.RunAsync("int Fail(int n)\n{\n    return n / (n - n);\n}");
        var cell = await Client.RunAsync("Fail(3)");
        var traceback = string.Join("\n", Traceback(cell.Error));
        Assert.Contains("return n / (n - n);", traceback, StringComparison.Ordinal);
        Assert.Contains("Fail(3)", traceback, StringComparison.Ordinal);
        Assert.Equal("DivideByZeroException", cell.Error.Text("ename").Split('.')[^1]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Output_is_cleared_at_once_or_with_the_next()
    {
        var cell = await Client.RunAsync(
            "Console.Write(1); clear_output(); Console.Write(2); clear_output(wait: true); Console.Write(3);"
        );
        Assert.Equal(
            ["stream", "clear_output", "stream", "clear_output", "stream"],
            cell.Types.Where(type => type is "stream" or "clear_output")
        );
        Assert.Equal(
            [JsonValueKind.False, JsonValueKind.True],
            cell.Of("clear_output").Select(m => m.Content.GetProperty("wait").ValueKind)
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task A_silent_cell_runs_unseen_and_uncounted()
    {
        var before = (await (await Client.RunAsync("0")).ReplyAsync()).Number("execution_count");
        var silent = await Client.RunAsync(
            "var quiet = 8; Console.WriteLine(\"hush\"); quiet",
            new() { ["silent"] = true }
        );
        Assert.Equal(["busy", "idle"], silent.Types);
        Assert.Equal(before, (await silent.ReplyAsync()).Number("execution_count"));
        var after = await Client.RunAsync("quiet");
        Assert.Equal("8", after.Result);
        Assert.Equal(before + 1, (await after.ReplyAsync()).Number("execution_count"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cell_that_is_not_for_the_history_is_seen_but_not_counted()
    {
        var before = (await (await Client.RunAsync("0")).ReplyAsync()).Number("execution_count");
        var cell = await Client.RunAsync("\"seen\"", new() { ["store_history"] = false });
        Assert.Equal("seen", cell.Result);
        Assert.Equal(before, (await cell.ReplyAsync()).Number("execution_count"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("")]
    [InlineData("  \n\t")]
    public async Task An_empty_cell_is_well_and_not_counted(string code)
    {
        var before = (await (await Client.RunAsync("0")).ReplyAsync()).Number("execution_count");
        var cell = await Client.RunAsync(code);
        var reply = await cell.ReplyAsync();
        Assert.Equal("ok", reply.Text("status"));
        Assert.Equal(before, reply.Number("execution_count"));
        Assert.Empty(cell.Of("error"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Expressions_of_the_clients_own_are_answered_in_the_reply_alone()
    {
        var cell = await Client.RunAsync(
            "var base_ = 20;",
            new()
            {
                ["user_expressions"] = new JsonObject
                {
                    ["sum"] = "base_ + 1",
                    ["wrong"] = "nothing_of_that_name",
                },
            }
        );
        var values = (await cell.ReplyAsync()).Content.GetProperty("user_expressions");
        var sum = values.GetProperty("sum");
        Assert.Equal("ok", sum.GetProperty("status").GetString());
        Assert.Equal("21", sum.GetProperty("data").GetProperty("text/plain").GetString());
        var wrong = values.GetProperty("wrong");
        Assert.Equal("error", wrong.GetProperty("status").GetString());
        Assert.Contains("CS0103", wrong.GetProperty("evalue").GetString());
        Assert.Equal(["busy", "execute_input", "idle"], cell.Types);
        Assert.Equal("ok", (await cell.ReplyAsync()).Text("status"));
    }

    private KernelClient Client => kernel.Client;

    private static string[] Traceback(Message message) =>
        [.. message.Content.GetProperty("traceback").EnumerateArray().Select(l => l.GetString()!)];
}
