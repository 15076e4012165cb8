using System.Text.Json;
using System.Text.Json.Nodes;

namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>What a client asks besides running cells.</summary>
public class RequestSpecs(RunningKernel kernel) : IClassFixture<RunningKernel>
{
    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_kernel_says_what_it_is_on_shell_and_on_control(bool onControl)
    {
        var asked = Client.Send(onControl ? Line.Control : Line.Shell, "kernel_info_request");
        var info = await asked.EndAsync();
        Assert.Equal("5.4", info.Text("protocol_version"));
        Assert.Equal("mplab", info.Text("implementation"));
        Assert.Contains("Multiprocessing Lab", info.Text("banner"), StringComparison.Ordinal);
        var language = info.Content.GetProperty("language_info");
        Assert.Equal("C#", language.GetProperty("name").GetString());
        Assert.Equal(".cs", language.GetProperty("file_extension").GetString());
        Assert.Equal("text/x-csharp", language.GetProperty("mimetype").GetString());
        Assert.Equal(["busy", "idle"], asked.Types);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("kernel_info_request")]
    [InlineData("comm_info_request")]
    [InlineData("history_request")]
    [InlineData("interrupt_request")]
    public async Task Busy_and_idle_stand_around_every_request(string type)
    {
        foreach (var line in (Line[])[Line.Shell, Line.Control])
        {
            var asked = Client.Send(line, type, new() { ["hist_access_type"] = "tail", ["n"] = 1 });
            Assert.Equal("ok", (await asked.EndAsync()).Text("status"));
            Assert.Equal(["busy", "idle"], asked.Types);
            Assert.Equal(1, asked.ReplyCount);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Whoever_subscribes_is_welcomed_and_told_to_what()
    {
        await using var second = await kernel.ConnectAsync();
        var welcome = second.Published.All[0];
        Assert.Equal("iopub_welcome", welcome.Type);
        Assert.Equal("", welcome.Text("subscription"));
        Assert.Empty(welcome.Parent.EnumerateObject());
    }

    [Fact(Timeout = 60_000)]
    public async Task The_heart_beats_also_while_a_cell_runs()
    {
        Assert.True(await Task.Run(Client.Beat));
        var cell = Client.Execute("Console.WriteLine(\"on\"); while (true) ;");
        await cell.SaysAsync("on");
        Assert.True(await Task.Run(Client.Beat));
        await Client.InterruptAsync();
        await cell.EndAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task Control_answers_while_a_cell_runs()
    {
        var cell = Client.Execute("Console.WriteLine(\"on\"); while (true) ;");
        await cell.SaysAsync("on");
        var info = await Client.Send(Line.Control, "kernel_info_request").ReplyAsync();
        Assert.Equal("ok", info.Text("status"));
        Assert.DoesNotContain("idle", cell.Types);
        await Client.InterruptAsync();
        await cell.EndAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task There_are_no_comms_and_one_that_is_opened_is_closed()
    {
        var comms = await Client.AskAsync(Line.Shell, "comm_info_request");
        Assert.Empty(comms.Content.GetProperty("comms").EnumerateObject());
        var opened = Client.Send(
            Line.Shell,
            "comm_open",
            new()
            {
                ["comm_id"] = "c1",
                ["target_name"] = "jupyter.widget",
                ["data"] = new JsonObject(),
            }
        );
        await opened.Published.FirstAsync(message => message.IsStatus("idle"));
        Assert.Equal("c1", Assert.Single(opened.Of("comm_close")).Text("comm_id"));
        Assert.Equal(0, opened.ReplyCount);
        foreach (var type in (string[])["comm_msg", "comm_close"])
        {
            var sent = Client.Send(
                Line.Shell,
                type,
                new() { ["comm_id"] = "c1", ["data"] = new JsonObject() }
            );
            await sent.Published.FirstAsync(message => message.IsStatus("idle"));
            Assert.Equal(["busy", "idle"], sent.Types);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task History_gives_the_last_cells_a_range_of_them_and_those_like_a_pattern()
    {
        await using var own = await RunningKernel.StartAsync();
        foreach (var code in (string[])["var h = 1;", "h + 1", "h + 1", "\"text\""])
            await own.Client.RunAsync(code);
        await own.Client.RunAsync("\"unseen\"", new() { ["store_history"] = false });

        Assert.Equal(["1 3 h + 1", "1 4 \"text\""], await AskAsync("tail", ("n", 2)));
        Assert.Equal(
            ["1 2 h + 1", "1 3 h + 1"],
            await AskAsync("range", ("session", 0), ("start", 2), ("stop", 4))
        );
        Assert.Empty(await AskAsync("range", ("session", 7), ("start", 0), ("stop", 4)));
        Assert.Equal(
            ["1 2 h + 1", "1 3 h + 1"],
            await AskAsync("search", ("pattern", "h +*"), ("n", 9))
        );
        Assert.Equal(
            ["1 3 h + 1"],
            await AskAsync("search", ("pattern", "h ?*1"), ("unique", true))
        );
        Assert.Equal(
            ["1 3 [\"h \\u002B 1\",\"2\"]"],
            await AskAsync("range", ("start", 3), ("stop", 4), ("output", true))
        );

        async Task<string[]> AskAsync(string access, params (string Name, JsonNode Value)[] more)
        {
            var content = new JsonObject { ["hist_access_type"] = access, ["raw"] = true };
            foreach (var (name, value) in more)
                content[name] = value;
            var reply = await own.Client.AskAsync(Line.Shell, "history_request", content);
            return
            [
                .. reply
                    .Content.GetProperty("history")
                    .EnumerateArray()
                    .Select(entry => $"{entry[0]} {entry[1]} {Code(entry[2])}"),
            ];
        }

        static string Code(JsonElement code) =>
            code.ValueKind == JsonValueKind.String
                ? code.GetString()!
                : JsonNode.Parse(code.GetRawText())!.ToJsonString();
    }

    private KernelClient Client => kernel.Client;
}
