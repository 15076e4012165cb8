using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Jupyter.Protocol;

/// <summary>
/// Messages as frames and back, as the Jupyter messaging protocol lays them out: sender's frames, delimiter, signature
/// (HMAC-SHA256 over the four that follow, in hexadecimal), header, parent header, metadata, content, buffers.
/// </summary>
internal sealed class MessageCodec(string key)
{
    public const string ProtocolVersion = "5.4";

    private static readonly byte[] s_delimiter = "<IDS|MSG>"u8.ToArray();
    private static readonly byte[] s_none = "{}"u8.ToArray();

    // What the messages hold is for notebooks, which escape it themselves; escaping it twice only makes it longer.
    private static readonly JsonSerializerOptions s_json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = NotebookReader.MaxDepth,
    };

    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);
    private readonly string _session = Guid.NewGuid().ToString();
    private readonly SeenSignatures _seen = new();

    /// <exception cref="InvalidDataException">It is no message, or not a new one by a holder of the key.</exception>
    public Request Decode(Channel channel, IReadOnlyList<byte[]> frames)
    {
        var delimiter = 0;
        while (delimiter < frames.Count && !frames[delimiter].AsSpan().SequenceEqual(s_delimiter))
            delimiter++;
        if (frames.Count < delimiter + 6)
            throw new InvalidDataException($"{frames.Count} frames that are not a message");
        var signed = frames.Skip(delimiter + 2).Take(4).ToArray();
        var signature = Sign(signed);
        if (
            !CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(signature),
                frames[delimiter + 1]
            )
        )
            throw new InvalidDataException(
                "its signature does not fit; whoever sent it does not have this connection's key"
            );
        try
        {
            var type = TypeOf(Parse(signed[0]));
            if (signature.Length > 0 && !_seen.Add(signature))
                throw new InvalidDataException("it was sent before, and is not obeyed twice");
            return new(
                channel,
                [.. frames.Take(delimiter)],
                signed[0],
                type,
                Parse(signed[3]),
                Arrival: 0
            );
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"it is not JSON ({e.Message})");
        }
    }

    public IReadOnlyList<byte[]> Encode(Answer answer)
    {
        var header = new JsonObject
        {
            ["msg_id"] = Guid.NewGuid().ToString(),
            ["session"] = _session,
            ["username"] = "kernel",
            ["date"] = DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture),
            ["msg_type"] = answer.Type,
            ["version"] = ProtocolVersion,
        };
        byte[][] signed =
        [
            JsonSerializer.SerializeToUtf8Bytes(header, s_json),
            answer.Parent.Length > 0 ? answer.Parent : s_none,
            s_none,
            JsonSerializer.SerializeToUtf8Bytes(answer.Content, s_json),
        ];
        return [.. answer.Receiver, s_delimiter, Encoding.ASCII.GetBytes(Sign(signed)), .. signed];
    }

    /// <remarks>Anybody can read on iopub what the kernel signs; sent back, it is no client's message.</remarks>
    private string TypeOf(JsonElement header)
    {
        if (header.Text("session") == _session)
            throw new InvalidDataException("it is the kernel's own, which somebody sent back");
        var type = header.Text("msg_type") ?? throw new InvalidDataException("no msg_type");
        return Request.IsSentByClients(type)
            ? type
            : throw new InvalidDataException("its msg_type is none that clients send");
    }

    private static JsonElement Parse(byte[] json)
    {
        // A JSON reader looks at the bytes within a text only once the text is asked for.
        if (!Utf8.IsValid(json))
            throw new InvalidDataException("a part of it is not UTF-8");
        using var document = JsonDocument.Parse(json, new() { MaxDepth = NotebookReader.MaxDepth });
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? document.RootElement.Clone()
            : throw new InvalidDataException("a part of it is not a JSON object");
    }

    /// <returns>Empty without a key: the client then asks for no signatures.</returns>
    private string Sign(IEnumerable<byte[]> parts)
    {
        if (_key.Length == 0)
            return "";
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        foreach (var part in parts)
            hash.AppendData(part);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
