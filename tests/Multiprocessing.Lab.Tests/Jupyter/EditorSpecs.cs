using System.Text.Json.Nodes;

namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>What an editor asks while its user types, over the protocol.</summary>
public class EditorSpecs(RunningKernel kernel) : IClassFixture<RunningKernel>
{
    [Fact(Timeout = 60_000)]
    public async Task Names_of_earlier_cells_are_completed_and_documented()
    {
        await kernel.Client.RunAsync("var temperature = 21.5;");
        var completed = await AskAsync("complete_request", "1 + temper");
        Assert.Contains("temperature", Matches(completed));
        Assert.Equal((4, 10), (completed.Number("cursor_start"), completed.Number("cursor_end")));
        var inspected = await AskAsync("inspect_request", "temperature");
        Assert.Contains("double temperature", inspected.Data(), StringComparison.Ordinal);
    }

    /// <remarks>The protocol counts characters as Python does, the language as UTF-16 does.</remarks>
    [Fact(Timeout = 60_000)]
    public async Task The_cursor_counts_a_surrogate_pair_as_one()
    {
        const string Code = "var s = \"🙂🙂\"; Console.WriteL";
        var completed = await AskAsync("complete_request", Code, Code.Length - 2);
        Assert.Contains("WriteLine", Matches(completed));
        Assert.Equal(Code.Length - 2, completed.Number("cursor_end"));
        Assert.Equal(Code.Length - 2 - "WriteL".Length, completed.Number("cursor_start"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(-5)]
    [InlineData(1000)]
    public async Task A_cursor_beside_the_text_does_no_harm(int cursor)
    {
        foreach (var type in (string[])["complete_request", "inspect_request"])
            Assert.Equal("ok", (await AskAsync(type, "Console.", cursor)).Text("status"));
        Assert.Equal("1", (await kernel.Client.RunAsync("1")).Result);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("complete_request")]
    [InlineData("inspect_request")]
    [InlineData("is_complete_request")]
    public async Task A_request_without_code_is_answered_with_an_error(string type)
    {
        var reply = await kernel.Client.AskAsync(Line.Shell, type, []);
        Assert.Equal("error", reply.Text("status"));
        Assert.Contains("code", reply.Text("evalue"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_not_known_is_not_found()
    {
        var inspected = await AskAsync("inspect_request", "nothing_of_that_name");
        Assert.Equal("ok", inspected.Text("status"));
        Assert.False(inspected.Content.GetProperty("found").GetBoolean());
        Assert.Empty(Matches(await AskAsync("complete_request", "nothing_of_that_name.")));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_unfinished_statement_says_how_far_its_next_line_is_indented()
    {
        var reply = await AskAsync("is_complete_request", "if (true)\n{");
        Assert.Equal("incomplete", reply.Text("status"));
        Assert.Equal("    ", reply.Text("indent"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("complete_request", "matches")]
    [InlineData("inspect_request", "data")]
    [InlineData("is_complete_request", "status")]
    public async Task Help_that_does_not_come_in_time_is_an_empty_answer(string type, string member)
    {
        await kernel.Client.RunAsync("1");
        var session = kernel.Process.Family.Single(id => id != kernel.Process.Process.Id);
        KernelProcess.Signal("STOP", session);
        try
        {
            var reply = await AskAsync(type, "Console.");
            Assert.Contains(reply.Text("status"), (string[])["ok", "unknown"]);
            Assert.Contains(
                reply.Content.GetProperty(member).GetRawText(),
                (string[])["[]", "{}", "\"unknown\""]
            );
        }
        finally
        {
            KernelProcess.Signal("CONT", session);
        }
        Assert.Contains("WriteLine", Matches(await AskAsync("complete_request", "Console.")));
    }

    [Fact(Timeout = 60_000)]
    public async Task Help_is_loaded_after_the_first_cell_before_somebody_asks_for_it()
    {
        await using var other = await RunningKernel.StartAsync();
        await other.Client.RunAsync("var temperature = 21.5;");
        var session = other.Process.Family.Single(id => id != other.Process.Process.Id);
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (
            !File.ReadAllText($"/proc/{session}/maps")
                .Contains("Microsoft.CodeAnalysis.CSharp.Features.dll", StringComparison.Ordinal)
        )
        {
            Assert.InRange(waited.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(40));
            await Task.Delay(50);
        }
    }

    private Task<Message> AskAsync(string type, string code, int? cursor = null) =>
        kernel.Client.AskAsync(
            Line.Shell,
            type,
            new JsonObject
            {
                ["code"] = code,
                ["cursor_pos"] = cursor ?? code.Length,
                ["detail_level"] = 0,
            }
        );

    private static IEnumerable<string?> Matches(Message reply) =>
        reply.Content.GetProperty("matches").EnumerateArray().Select(match => match.GetString());
}
