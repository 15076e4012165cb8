using System.Text;
using System.Text.Json.Nodes;

namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>Whatever clients send, the kernel goes on to answer those who know the protocol.</summary>
public class HostileSpecs(RunningKernel kernel) : IClassFixture<RunningKernel>
{
    private static readonly byte[] s_none = "{}"u8.ToArray();

    public static TheoryData<string> Forgeries =>
        ["wrong signature", "no signature", "another's signature", "upper case", "too long"];

    public static TheoryData<string> Lines => [.. Enum.GetNames<Line>()];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Forgeries))]
    public async Task What_is_not_signed_with_the_key_does_not_run_and_is_told_of(string forgery)
    {
        var ran = Path.Combine(kernel.Process.Folder, "forged");
        var header = KernelClient.Bytes(Client.Wire.NewHeader("execute_request"));
        var content = KernelClient.Bytes(
            new() { ["code"] = "System.IO.File.WriteAllText(\"forged\", \"\");" }
        );
        var right = Client.Wire.Signature(header, s_none, s_none, content);
        var signature = forgery switch
        {
            "wrong signature" => new string('0', 64),
            "no signature" => "",
            "another's signature" => new Wire("guessed").Signature(header, s_none, s_none, content),
            "upper case" => right.ToUpperInvariant(),
            _ => right + "00",
        };
        var told = kernel.Process.Said.All.Count;
        foreach (var line in Enum.GetValues<Line>())
            Client.SendFrames(line, Wire.Frame(signature, header, s_none, s_none, content));
        await AnswersAsync();
        Assert.False(File.Exists(ran));
        var seen = 0;
        await kernel.Process.Said.FirstAsync(line =>
            ++seen > told && line.Contains("signature", StringComparison.Ordinal)
        );
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Lines))]
    public async Task Frames_that_are_no_message_do_no_harm(string name)
    {
        var line = Enum.Parse<Line>(name);
        var random = new Random(7);
        Client.SendFrames(line, Array.Empty<byte>());
        Client.SendFrames(line, Array.Empty<byte>(), Array.Empty<byte>());
        Client.SendFrames(line, "<IDS|MSG>"u8.ToArray());
        Client.SendFrames(line, Wire.Frame("", s_none));
        Client.SendFrames(line, [.. Enumerable.Repeat("<IDS|MSG>"u8.ToArray(), 12)]);
        for (var n = 0; n < 50; n++)
        {
            var frames = new byte[random.Next(1, 12)][];
            for (var i = 0; i < frames.Length; i++)
                random.NextBytes(frames[i] = new byte[random.Next(0, 200)]);
            Client.SendFrames(line, frames);
        }
        await AnswersAsync();
    }

    [Theory(Timeout = 60_000)]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[1, 2]")]
    [InlineData("\"text\"")]
    [InlineData("{\"a\": 1} {\"b\": 2}")]
    public async Task A_signed_part_that_is_no_object_does_no_harm(string json)
    {
        var part = Encoding.UTF8.GetBytes(json);
        foreach (var line in Enum.GetValues<Line>())
        {
            Client.SendFrames(line, Client.Wire.Encode(part, s_none));
            var header = KernelClient.Bytes(Client.Wire.NewHeader("kernel_info_request"));
            Client.SendFrames(line, Client.Wire.Encode(header, part));
        }
        await AnswersAsync();
    }

    [Theory(Timeout = 60_000)]
    [InlineData("{\"msg_id\": \"m\"}")]
    [InlineData("{\"msg_id\": \"m\", \"msg_type\": null}")]
    [InlineData("{\"msg_id\": \"m\", \"msg_type\": {\"a\": 1}}")]
    [InlineData("{\"msg_id\": \"m\", \"msg_type\": \"\"}")]
    [InlineData("{\"msg_id\": \"m\", \"msg_type\": \"\\ud800\"}")]
    [InlineData("{\"msg_id\": \"m\", \"msg_type\": \"no such thing\"}")]
    [InlineData("{\"msg_id\": 7, \"msg_type\": \"history_request\"}")]
    public async Task A_header_that_is_not_as_it_should_be_does_no_harm(string header)
    {
        foreach (var line in Enum.GetValues<Line>())
            Client.SendFrames(line, Client.Wire.Encode(Encoding.UTF8.GetBytes(header), s_none));
        await AnswersAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_request_without_an_id_is_served_and_what_comes_of_it_names_none()
    {
        var seen = Client.Published.All.Count;
        Client.SendFrames(
            Line.Shell,
            Client.Wire.Encode(
                "{\"msg_type\": \"execute_request\"}"u8.ToArray(),
                "{\"code\": \"Console.Write(\\\"nameless\\\")\", \"stop_on_error\": false}"u8.ToArray()
            )
        );
        await Client.Published.FirstAsync(message =>
            message.Is("stream") && message.Text("text") == "nameless"
        );
        await AnswersAsync();
        Assert.All(
            Client.Published.All.Skip(seen).Where(message => message.Is("stream")),
            message => Assert.Null(message.ParentId)
        );
    }

    [Theory(Timeout = 60_000)]
    [InlineData("execute_request", "{}")]
    [InlineData("execute_request", "{\"code\": 5}")]
    [InlineData("execute_request", "{\"code\": null}")]
    [InlineData("no_such_request", "{}")]
    public async Task A_request_that_cannot_be_served_is_answered_with_an_error(
        string type,
        string content
    )
    {
        var reply = await Client.AskAsync(Line.Shell, type, JsonNode.Parse(content)!.AsObject());
        Assert.Equal("error", reply.Text("status"));
        Assert.Contains(type, reply.Text("evalue"), StringComparison.Ordinal);
        await AnswersAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cell_by_the_channel_that_does_not_wait_is_refused_and_disturbs_none_that_runs()
    {
        var runs = Client.Execute("var line = Console.ReadLine(); line");
        await Client.Asked.FirstAsync(message => message.ParentId == runs.Id);
        var reply = await Client.AskAsync(
            Line.Control,
            "execute_request",
            new() { ["code"] = "System.IO.File.WriteAllText(\"forged\", \"\");" }
        );
        Assert.Equal("error", reply.Text("status"));
        Assert.Contains("shell channel", reply.Text("evalue"), StringComparison.Ordinal);
        Client.Answer("undisturbed");
        await runs.EndAsync();
        Assert.Equal("undisturbed", runs.Result);
        Assert.False(File.Exists(Path.Combine(kernel.Process.Folder, "forged")));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(500)]
    [InlineData(511)]
    [InlineData(512)]
    public async Task Json_that_a_cell_shows_may_be_as_deep_as_it_likes(int depth)
    {
        var cell = await Client.RunAsync(
            $"(new string('[', {depth}) + new string(']', {depth})).DisplayAs(\"application/json\");"
        );
        Assert.Single(cell.Of("display_data"));
        await AnswersAsync();
    }

    [Theory(Timeout = 60_000)]
    [InlineData("{\"hist_access_type\": 4, \"n\": \"many\", \"output\": 3}")]
    [InlineData(
        "{\"hist_access_type\": \"range\", \"start\": -5, \"stop\": 1e300, \"session\": 0.5}"
    )]
    [InlineData("{\"hist_access_type\": \"tail\", \"n\": -1}")]
    [InlineData("{\"hist_access_type\": \"search\", \"pattern\": [1], \"n\": 99999999999}")]
    public async Task Members_of_another_kind_than_asked_for_do_no_harm(string content)
    {
        var reply = await Client.AskAsync(
            Line.Shell,
            "history_request",
            JsonNode.Parse(content)!.AsObject()
        );
        Assert.Contains(reply.Text("status"), (string[])["ok", "error"]);
        await AnswersAsync();
    }

    [Theory(Timeout = 60_000)]
    [InlineData(100_000, '[')]
    [InlineData(100_000, '{')]
    public async Task Very_deep_json_does_no_harm(int depth, char open)
    {
        var (begin, end) = open == '[' ? ("[", "]") : ("{\"a\":", "}");
        var deep = $"{{\"code\": {Repeat(begin)}1{Repeat(end)}}}";
        var header = KernelClient.Bytes(Client.Wire.NewHeader("execute_request"));
        Client.SendFrames(Line.Shell, Client.Wire.Encode(header, Encoding.UTF8.GetBytes(deep)));
        Client.SendFrames(Line.Shell, Client.Wire.Encode(Encoding.UTF8.GetBytes(deep), s_none));
        await AnswersAsync();

        string Repeat(string text) => string.Concat(Enumerable.Repeat(text, depth));
    }

    [Fact(Timeout = 60_000)]
    public async Task Half_a_surrogate_pair_in_a_cell_is_a_replacement_character()
    {
        var header = Client.Wire.NewHeader("execute_request");
        var cell = Client.Expect(header["msg_id"]!.GetValue<string>());
        Client.SendFrames(
            Line.Shell,
            Client.Wire.Encode(
                KernelClient.Bytes(header),
                "{\"code\": \"(int)\\\"\\ud83d\\\"[0]\"}"u8.ToArray()
            )
        );
        await cell.EndAsync();
        Assert.Equal("65533", cell.Result);
    }

    [Fact(Timeout = 60_000)]
    public async Task Bytes_that_are_no_text_are_not_passed_on_to_others()
    {
        byte[] Broken(string before, string after) =>
            [.. Encoding.UTF8.GetBytes(before), 0xff, 0xfe, .. Encoding.UTF8.GetBytes(after)];
        var header = KernelClient.Bytes(Client.Wire.NewHeader("execute_request"));
        Client.SendFrames(Line.Shell, Client.Wire.Encode(header, Broken("{\"code\": \"1", "\"}")));
        Client.SendFrames(
            Line.Shell,
            Client.Wire.Encode(
                Broken("{\"msg_id\": \"", "\", \"msg_type\": \"execute_request\"}"),
                "{\"code\": \"1\"}"u8.ToArray()
            )
        );
        Client.SendFrames(
            Line.Stdin,
            Client.Wire.Encode(Broken("{\"msg_type\": \"", "\"}"), s_none)
        );
        await AnswersAsync();
        Assert.Empty(Client.Faults);
    }

    private KernelClient Client => kernel.Client;

    private Task AnswersAsync() => kernel.AnswersAsync();
}
