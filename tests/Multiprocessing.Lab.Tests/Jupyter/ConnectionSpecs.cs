using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Multiprocessing.Lab.Tests.Documents;

namespace Multiprocessing.Lab.Tests.Jupyter;

public sealed class ConnectionSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 60_000)]
    [InlineData(null, "cannot be read")]
    [InlineData("", "not JSON")]
    [InlineData("{\"shell_port\": 50", "not JSON")]
    [InlineData("[1, 2]", "shell_port")]
    [InlineData("null", "shell_port")]
    [InlineData("{}", "shell_port")]
    [InlineData("{\"shell_port\": \"5000\"}", "shell_port")]
    [InlineData("{\"shell_port\": 70000}", "shell_port")]
    [InlineData("{\"transport\": \"ipc\", \"ip\": \"kernel\", \"shell_port\": 1}", "ipc")]
    [InlineData("{\"key\": \"k\", \"signature_scheme\": \"hmac-md5\"}", "hmac-md5")]
    public async Task A_connection_file_that_cannot_be_followed_gives_one_clear_line(
        string? content,
        string reason
    )
    {
        var file = Path.Combine(_folder.Path, "kernel.json");
        if (content is not null)
            _folder.Write("kernel.json", content);
        var line = await RefusalAsync(file);
        Assert.Contains(file, line, StringComparison.Ordinal);
        Assert.Contains(reason, line, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("no.such.host.invalid")]
    [InlineData("203.0.113.7")]
    [InlineData("not an address")]
    public async Task An_address_that_is_not_this_machines_gives_one_clear_line(string address)
    {
        var json = ConnectionFile.New().ToJson();
        json["ip"] = address;
        var line = await RefusalAsync(_folder.Write("kernel.json", json.ToJsonString()));
        Assert.Contains("tcp://" + address, line, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("shell_port")]
    [InlineData("control_port")]
    [InlineData("stdin_port")]
    [InlineData("iopub_port")]
    [InlineData("hb_port")]
    public async Task A_port_that_is_taken_gives_one_clear_line(string port)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port;
        var json = ConnectionFile.New().ToJson();
        json[port] = taken;
        var line = await RefusalAsync(_folder.Write("kernel.json", json.ToJsonString()));
        Assert.Contains($"tcp://127.0.0.1:{taken}", line, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task One_port_given_twice_gives_one_clear_line()
    {
        var json = ConnectionFile.New().ToJson();
        json["hb_port"] = JsonValue.Create(json["shell_port"]!.GetValue<int>());
        await RefusalAsync(_folder.Write("kernel.json", json.ToJsonString()));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("127.0.0.1")]
    [InlineData("")]
    public async Task The_kernel_listens_at_the_address_it_is_given_alone(string address)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "looks for processes in /proc");
        var connection = ConnectionFile.New() with { Address = address };
        using var process = new KernelProcess(connection);
        await using var client = new KernelClient(connection with { Address = "127.0.0.1" });
        Assert.Equal("1", (await client.RunAsync("1")).Result);
        Assert.Equal(
            connection
                .Ports.Select(port => new IPEndPoint(IPAddress.Loopback, port).ToString())
                .Order(),
            process.Family.SelectMany(id => ListeningSockets.Of(id)).Distinct().Order()
        );
        await client.Send(Line.Control, "shutdown_request").ReplyAsync();
        await process.EndedAsync();
    }

    [Theory(Timeout = 60_000)]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("*", "0.0.0.0")]
    [InlineData("127.0.0.2", null)]
    [InlineData("localhost", null)]
    public async Task That_others_than_this_machine_reach_the_kernel_is_said(
        string address,
        string? said
    )
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "looks for processes in /proc");
        var connection = ConnectionFile.New() with { Address = address };
        using var process = new KernelProcess(connection);
        await using var client = new KernelClient(
            connection with
            {
                Address = address == "127.0.0.2" ? address : "127.0.0.1",
            }
        );
        Assert.Equal("1", (await client.RunAsync("1")).Result);
        await client.Send(Line.Control, "shutdown_request").ReplyAsync();
        await process.EndedAsync();
        if (said is null)
            Assert.Empty(process.Said.All);
        else
            Assert.Contains(
                $"listens on {said}",
                Assert.Single(process.Said.All),
                StringComparison.Ordinal
            );
    }

    [Fact(Timeout = 60_000)]
    public async Task A_kernel_starts_again_on_the_ports_that_it_had()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "looks for processes in /proc");
        var connection = ConnectionFile.New();
        for (var n = 0; n < 2; n++)
        {
            using var process = new KernelProcess(connection);
            await using var client = new KernelClient(connection);
            Assert.Equal("1", (await client.RunAsync("1")).Result);
            KernelProcess.Signal("KILL", process.Process.Id);
            await process.EndedAsync();
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_a_key_messages_are_not_signed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "looks for processes in /proc");
        var connection = ConnectionFile.New() with { Key = "" };
        using var process = new KernelProcess(connection);
        await using var client = new KernelClient(connection);
        Assert.Equal("1", (await client.RunAsync("1")).Result);
        Assert.Empty(client.Faults);
        await client.Send(Line.Control, "shutdown_request").ReplyAsync();
        await process.EndedAsync();
        Assert.Contains("no key", Assert.Single(process.Said.All), StringComparison.Ordinal);
    }

    /// <returns>What the command says as it refuses to start.</returns>
    private static async Task<string> RefusalAsync(string file)
    {
        var result = await Mplab.RunAsync("jupyter", "run", "--connection-file", file);
        Assert.Equal(2, result.ExitCode);
        Assert.Equal("", result.Output);
        var line = Assert.Single(result.ErrorLines);
        Assert.StartsWith("mplab: ", line, StringComparison.Ordinal);
        return line;
    }
}
