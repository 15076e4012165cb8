using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>
/// Messages as frames, written after the protocol's text and not with the kernel's own code, whose errors it would
/// share.
/// </summary>
internal sealed class Wire(string key)
{
    private const string Delimiter = "<IDS|MSG>";

    private readonly string _session = Guid.NewGuid().ToString("N");

    public JsonObject NewHeader(string type) =>
        new()
        {
            ["msg_id"] = Guid.NewGuid().ToString("N"),
            ["username"] = "tester",
            ["session"] = _session,
            ["date"] = DateTimeOffset.UtcNow.ToString("O"),
            ["msg_type"] = type,
            ["version"] = "5.3",
        };

    /// <summary>A signed message.</summary>
    public byte[][] Encode(byte[] header, byte[] content)
    {
        var none = "{}"u8.ToArray();
        return Frame(Signature(header, none, none, content), header, none, none, content);
    }

    public static byte[][] Frame(string signature, params byte[][] parts) =>
        [Encoding.ASCII.GetBytes(Delimiter), Encoding.ASCII.GetBytes(signature), .. parts];

    /// <exception cref="InvalidDataException">It breaks the protocol.</exception>
    public Message Decode(IReadOnlyList<byte[]> frames)
    {
        var at = frames.ToList().FindIndex(frame => Encoding.UTF8.GetString(frame) == Delimiter);
        if (at < 0 || frames.Count != at + 6)
            throw new InvalidDataException($"{frames.Count} frames, the delimiter at {at}");
        var parts = frames.Skip(at + 2).ToArray();
        var signature = Encoding.ASCII.GetString(frames[at + 1]);
        if (signature != Signature(parts))
            throw new InvalidDataException($"The signature {signature} is not valid.");
        var message = new Message(
            string.Join(' ', frames.Take(at).Select(Encoding.UTF8.GetString)),
            Parse(parts[0]),
            Parse(parts[1]),
            Parse(parts[3])
        );
        Parse(parts[2]);
        return message;
    }

    public string Signature(params byte[][] parts) =>
        key.Length == 0
            ? ""
            : Convert
                .ToHexString(
                    HMACSHA256.HashData(
                        Encoding.UTF8.GetBytes(key),
                        parts.SelectMany(part => part).ToArray()
                    )
                )
                .ToLowerInvariant();

    private static JsonElement Parse(byte[] json)
    {
        using var document = JsonDocument.Parse(json, new() { MaxDepth = 1000 });
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? document.RootElement.Clone()
            : throw new InvalidDataException("A part is no JSON object.");
    }
}
