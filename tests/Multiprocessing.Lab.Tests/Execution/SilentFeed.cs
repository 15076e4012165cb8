using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Multiprocessing.Lab.Tests.Execution;

/// <summary>A feed that answers some requests, and takes the others without ever answering.</summary>
internal sealed class SilentFeed : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _clients = [];
    private readonly string[] _answers;

    /// <param name="answers">The paths that are answered.</param>
    public SilentFeed(params string[] answers)
    {
        _answers = answers;
        _listener.Start();
        _ = ServeAsync();
    }

    private string Root => $"http://{_listener.LocalEndpoint}";

    public string Address => $"{Root}/index.json";

    public void Dispose()
    {
        _listener.Stop();
        lock (_clients)
            _clients.ForEach(client => client.Dispose());
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                lock (_clients)
                    _clients.Add(client);
                _ = AnswerAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The feed is closed.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        try
        {
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            while (await reader.ReadLineAsync() is { } request)
            {
                while (await reader.ReadLineAsync() is { Length: > 0 }) { }
                var path = request.Split(' ')[1];
                if (!_answers.Contains(path))
                    continue;
                var body =
                    path == "/index.json"
                        ? $$"""{"version":"3.0.0","resources":[{"@id":"{{Root}}/flat/","@type":"PackageBaseAddress/3.0.0"}]}"""
                        : """{"versions":["1.0.0"]}""";
                var answer =
                    $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}";
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The client has gone.
        }
    }
}
