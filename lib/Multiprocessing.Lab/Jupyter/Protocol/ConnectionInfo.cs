using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Jupyter.Protocol;

/// <summary>Where a client expects its kernel: what the connection file says that it hands over.</summary>
internal sealed record ConnectionInfo(
    string Address,
    int ShellPort,
    int ControlPort,
    int StdinPort,
    int IopubPort,
    int HeartbeatPort,
    string Key
)
{
    private const string Signing = "hmac-sha256";

    /// <summary>As ZeroMQ writes all of the machine's.</summary>
    private const string EveryAddress = "*";

    /// <exception cref="JupyterException">The file is not a connection file that can be followed.</exception>
    public static ConnectionInfo Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Read(path, document.RootElement);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JupyterException(
                $"{path}: the connection file cannot be read ({e.Message.TrimEnd('.')}). Jupyter writes it and names it when it starts a kernel."
            );
        }
        catch (JsonException)
        {
            throw new JupyterException(
                $"{path}: is not JSON, so not a connection file. Jupyter writes it and names it when it starts a kernel."
            );
        }
    }

    private static ConnectionInfo Read(string path, JsonElement file)
    {
        var transport = file.Text("transport") ?? "tcp";
        if (transport != "tcp")
            throw new JupyterException(
                $"{path}: asks for the transport \"{transport}\", and only \"tcp\" is spoken here. Set c.KernelManager.transport = 'tcp' in Jupyter's configuration."
            );
        var key = file.Text("key") ?? "";
        var scheme = file.Text("signature_scheme") ?? Signing;
        if (key.Length > 0 && scheme != Signing)
            throw new JupyterException(
                $"{path}: asks for signatures by \"{scheme}\", and only \"{Signing}\" is known here. Set c.Session.signature_scheme = '{Signing}' in Jupyter's configuration."
            );
        return new(
            // Never all of the machine's addresses because none is named.
            file.Text("ip")
                is { Length: > 0 } address
                ? address
                : "127.0.0.1",
            Port("shell_port"),
            Port("control_port"),
            Port("stdin_port"),
            Port("iopub_port"),
            Port("hb_port"),
            key
        );

        int Port(string name) =>
            file.Number(name) is > 0 and <= 65535 and { } port
                ? port
                : throw new JupyterException(
                    $"{path}: {name} is missing or no port. Jupyter writes five ports to a connection file."
                );
    }

    /// <summary>The address of a socket, as ZeroMQ writes it.</summary>
    public string Endpoint(int port) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"tcp://{(Address.Contains(':', StringComparison.Ordinal) ? $"[{Address}]" : Address)}:{port}"
        );

    /// <summary>The IP address to listen at: never more than the one that is named.</summary>
    /// <exception cref="SocketException">The name is not known.</exception>
    /// <exception cref="ArgumentException">It is no name.</exception>
    public IPAddress Resolve() =>
        Address == EveryAddress ? IPAddress.Any
        : IPAddress.TryParse(Address, out var address) ? address
        : Dns.GetHostAddresses(Address)
            .MinBy(found => found.AddressFamily != AddressFamily.InterNetwork)!;
}
