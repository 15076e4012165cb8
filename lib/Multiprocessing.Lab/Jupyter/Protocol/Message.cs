using System.Text.Json;
using System.Text.Json.Nodes;
using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Jupyter.Protocol;

/// <summary>The sockets on which messages travel; a fifth one only echoes heartbeats.</summary>
internal enum Channel
{
    Shell,
    Control,
    Stdin,
    Iopub,
}

/// <summary>A message from a client.</summary>
/// <param name="Channel">The socket it came by.</param>
/// <param name="Sender">The frames that lead back to its sender.</param>
/// <param name="Header">Its header as it was sent, which answers repeat.</param>
/// <param name="Type">What it asks for, for example "execute_request".</param>
/// <param name="Content">What it says.</param>
/// <param name="Arrival">How many requests had arrived when it did, itself among them.</param>
internal sealed record Request(
    Channel Channel,
    IReadOnlyList<byte[]> Sender,
    byte[] Header,
    string Type,
    JsonElement Content,
    long Arrival
)
{
    private const string RequestSuffix = "_request";

    /// <summary>The frames that lead to the same client on another socket: what it calls itself is the same there.</summary>
    public IReadOnlyList<byte[]> Client { get; init; } = Sender;

    /// <summary>The type of its answer; null where there is none.</summary>
    public string? ReplyType =>
        Type.EndsWith(RequestSuffix, StringComparison.Ordinal)
            ? Type[..^RequestSuffix.Length] + "_reply"
            : null;

    /// <summary>Whether a message of this type goes from clients to the kernel.</summary>
    public static bool IsSentByClients(string type) =>
        type != "input_request"
        && (
            type == "input_reply"
            || type.EndsWith(RequestSuffix, StringComparison.Ordinal)
            || type.StartsWith("comm_", StringComparison.Ordinal)
        );

    /// <exception cref="JupyterException">The content has no such text.</exception>
    public string RequiredText(string name) =>
        Content.Text(name)
        ?? throw new JupyterException($"{Type}: \"{name}\" is missing or is not text.");

    public bool Flag(string name, bool otherwise) =>
        Content.Member(name)?.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => otherwise,
        };
}

/// <summary>A message to a client, or on iopub to all.</summary>
/// <param name="Channel">The socket it goes by.</param>
/// <param name="Receiver">The frames that lead to a client; on iopub the topic.</param>
/// <param name="Type">What it is, for example "stream".</param>
/// <param name="Parent">The header of the request that caused it, as it was sent; empty where none did.</param>
/// <param name="Content">What it says.</param>
internal sealed record Answer(
    Channel Channel,
    IReadOnlyList<byte[]> Receiver,
    string Type,
    byte[] Parent,
    JsonObject Content
);
