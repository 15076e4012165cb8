using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>What Jupyter tells a kernel that it starts.</summary>
internal sealed record ConnectionFile(
    string Address,
    int ShellPort,
    int ControlPort,
    int StdinPort,
    int IopubPort,
    int HeartbeatPort,
    string Key
)
{
    /// <summary>With ports that are free now.</summary>
    public static ConnectionFile New(string address = "127.0.0.1")
    {
        var listeners = Enumerable
            .Range(0, 5)
            .Select(_ => new TcpListener(IPAddress.Parse(address), 0))
            .ToList();
        listeners.ForEach(listener => listener.Start());
        var ports = listeners
            .Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)
            .ToList();
        listeners.ForEach(listener => listener.Stop());
        var key = Guid.NewGuid().ToString();
        return new(address, ports[0], ports[1], ports[2], ports[3], ports[4], key);
    }

    public IReadOnlyList<int> Ports =>
        [ShellPort, ControlPort, StdinPort, IopubPort, HeartbeatPort];

    /// <summary>The ports, each with the type of a socket that may talk to it.</summary>
    public IEnumerable<(int Port, string Type)> Sockets =>
        Ports.Select(port => (port, port == IopubPort ? "SUB" : "DEALER"));

    public string Endpoint(int port) => $"tcp://{Address}:{port}";

    public JsonObject ToJson() =>
        new()
        {
            ["transport"] = "tcp",
            ["ip"] = Address,
            ["shell_port"] = ShellPort,
            ["control_port"] = ControlPort,
            ["stdin_port"] = StdinPort,
            ["iopub_port"] = IopubPort,
            ["hb_port"] = HeartbeatPort,
            ["key"] = Key,
            ["signature_scheme"] = "hmac-sha256",
            ["kernel_name"] = ".net-csharp",
        };
}
