using System.Text.Json;

namespace Multiprocessing.Lab.Tests.Jupyter;

public class InputSpecs(RunningKernel kernel) : IClassFixture<RunningKernel>
{
    [Theory(Timeout = 60_000)]
    [InlineData("Console.ReadLine()", "", false)]
    [InlineData("input(\"Name? \")", "Name? ", false)]
    [InlineData("password(\"Secret? \")", "Secret? ", true)]
    [InlineData("await Task.Run(() => Console.ReadLine())", "", false)]
    public async Task A_cell_asks_and_gets_what_was_typed(string code, string prompt, bool isSecret)
    {
        var asked = kernel.Client.Asked.All.Count;
        var cell = kernel.Client.Execute(code);
        await kernel.Client.Asked.FirstAsync(message => message.ParentId == cell.Id);
        var question = kernel.Client.Asked.All.Skip(asked).Single();
        Assert.Equal(cell.Id, question.ParentId);
        Assert.Equal(prompt, question.Text("prompt"));
        Assert.Equal(
            isSecret ? JsonValueKind.True : JsonValueKind.False,
            question.Content.GetProperty("password").ValueKind
        );
        kernel.Client.Answer("Ada äöü");
        await cell.EndAsync();
        Assert.Equal("Ada äöü", cell.Result);
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_questions_at_once_are_asked_one_after_the_other()
    {
        var cell = kernel.Client.Execute(
            """
            var answers = await Task.WhenAll(
                Task.Run(() => "a=" + input("a")),
                Task.Run(() => "b=" + input("b")));
            string.Join(" ", answers)
            """
        );
        var asked = 0;
        foreach (var _ in (int[])[1, 2])
        {
            var before = asked;
            var seen = 0;
            var question = await kernel.Client.Asked.FirstAsync(message =>
                message.ParentId == cell.Id && ++seen > before
            );
            asked++;
            kernel.Client.Answer(question.Text("prompt").ToUpperInvariant());
        }
        await cell.EndAsync();
        Assert.Equal("a=A b=B", cell.Result);
    }

    [Fact(Timeout = 60_000)]
    public async Task Where_nobody_can_be_asked_input_is_an_error_and_a_read_finds_the_end()
    {
        var asked = kernel.Client.Asked.All.Count;
        var cell = await kernel.Client.RunAsync(
            "input(\"Name? \")",
            new() { ["allow_stdin"] = false }
        );
        Assert.Contains("Name? ", cell.Error.Text("evalue"), StringComparison.Ordinal);
        Assert.Contains("Nobody can be asked", cell.Error.Text("evalue"), StringComparison.Ordinal);
        var read = await kernel.Client.RunAsync(
            "Console.ReadLine() is null",
            new() { ["allow_stdin"] = false }
        );
        Assert.Equal("True", read.Result);
        Assert.Equal(asked, kernel.Client.Asked.All.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_answer_that_nobody_waits_for_is_dropped()
    {
        kernel.Client.Answer("nobody asked");
        var cell = kernel.Client.Execute("Console.ReadLine()");
        await kernel.Client.Asked.FirstAsync(message => message.ParentId == cell.Id);
        kernel.Client.Answer("this one");
        await cell.EndAsync();
        Assert.Equal("this one", cell.Result);
    }

    [Fact(Timeout = 60_000)]
    public async Task Only_the_client_that_was_asked_answers_and_only_by_an_answer()
    {
        await using var other = await kernel.ConnectAsync();
        var cell = kernel.Client.Execute("Console.ReadLine()");
        await kernel.Client.Asked.FirstAsync(message => message.ParentId == cell.Id);
        kernel.Client.Send(Line.Stdin, "comm_msg", new() { ["value"] = "no answer" });
        other.Answer("not asked");
        // What came before on its stdin has been looked at once this, which comes after, is answered.
        await other.AskAsync(Line.Control, "kernel_info_request");
        kernel.Client.Answer("asked");
        await cell.EndAsync();
        Assert.Equal("asked", cell.Result);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_client_that_connects_again_is_asked_also_while_its_old_connection_is_still_there()
    {
        var connection = kernel.Process.Connection;
        var name = "connects again"u8.ToArray();
        using var shell = await Stranger.ConnectAsync(
            connection,
            connection.ShellPort,
            "DEALER",
            name
        );
        using var stdin = await Stranger.ConnectAsync(
            connection,
            connection.StdinPort,
            "DEALER",
            name
        );
        await using var client = await kernel.ConnectAsync(name);
        var cell = client.Execute("Console.ReadLine()");
        await client.Asked.FirstAsync(message => message.ParentId == cell.Id);
        client.Answer("here again");
        await cell.EndAsync();
        Assert.Equal("here again", cell.Result);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_answer_that_is_no_answer_does_no_harm()
    {
        var cell = kernel.Client.Execute("Console.ReadLine()");
        await kernel.Client.Asked.FirstAsync(message => message.ParentId == cell.Id);
        var header = KernelClient.Bytes(kernel.Client.Wire.NewHeader("input_reply"));
        kernel.Client.SendFrames(
            Line.Stdin,
            kernel.Client.Wire.Encode(header, "{\"value\": \"half \\ud83d\"}"u8.ToArray())
        );
        await cell.EndAsync();
        Assert.Equal("half \ufffd", cell.Result);
    }
}
