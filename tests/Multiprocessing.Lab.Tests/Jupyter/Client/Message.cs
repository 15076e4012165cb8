using System.Text.Json;

namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>A message as it arrived from the kernel.</summary>
/// <param name="Topic">What stands before the message proper; on iopub what one subscribes to.</param>
internal sealed record Message(
    string Topic,
    JsonElement Header,
    JsonElement Parent,
    JsonElement Content
)
{
    public string Type => Header.GetProperty("msg_type").GetString()!;

    /// <summary>The id of the request that it belongs to; null where it belongs to none.</summary>
    public string? ParentId =>
        Parent.TryGetProperty("msg_id", out var id) && id.ValueKind == JsonValueKind.String
            ? id.GetString()
            : null;

    public string Text(string name) => Content.GetProperty(name).GetString()!;

    public int Number(string name) => Content.GetProperty(name).GetInt32();

    public bool Is(string type) => Type == type;

    public bool IsStatus(string state) => Is("status") && Text("execution_state") == state;

    /// <summary>What is to be shown, in one media type.</summary>
    public string Data(string mediaType = "text/plain") =>
        Content.GetProperty("data").GetProperty(mediaType).GetString()!;

    public override string ToString()
    {
        var content = Content.GetRawText();
        return $"{Type} {(content.Length > 500 ? content[..500] + "..." : content)}";
    }
}
