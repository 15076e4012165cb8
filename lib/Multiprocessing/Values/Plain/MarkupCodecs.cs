using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Multiprocessing.Values;

/// <summary>XML names: compared by reference, so each process keeps its own.</summary>
internal sealed class XNameCodec : LeafCodec<XName>
{
    protected override void Write(GraphWriter writer, XName value) =>
        writer.Output.WriteString(value.ToString());

    protected override XName Read(GraphReader reader) => XName.Get(reader.ReadString());
}

/// <summary>XML namespaces, likewise.</summary>
internal sealed class XNamespaceCodec : LeafCodec<XNamespace>
{
    protected override void Write(GraphWriter writer, XNamespace value) =>
        writer.Output.WriteString(value.NamespaceName);

    protected override XNamespace Read(GraphReader reader) => XNamespace.Get(reader.ReadString());
}

/// <summary>JSON that is only read: its text.</summary>
internal sealed class JsonDocumentCodec : LeafCodec<JsonDocument>
{
    protected override void Write(GraphWriter writer, JsonDocument value) =>
        writer.Output.WriteString(value.RootElement.GetRawText());

    protected override JsonDocument Read(GraphReader reader) =>
        JsonDocument.Parse(
            reader.ReadString(),
            new JsonDocumentOptions
            {
                AllowTrailingCommas = true,
                CommentHandling = JsonCommentHandling.Skip,
                MaxDepth = 1 << 20,
            }
        );
}

/// <summary>JSON that can be changed: the whole tree as text, an inner node as its place in the tree.</summary>
internal sealed class JsonNodeCodec() : LeafCodec<JsonNode>(typeof(JsonNode))
{
    protected override void Write(GraphWriter writer, JsonNode value)
    {
        writer.WriteReference(value.Parent, typeof(JsonNode));
        if (value.Parent is JsonArray array)
        {
            writer.Output.WriteVarint(array.IndexOf(value));
        }
        else if (value.Parent is not null)
        {
            writer.Output.WriteString(value.GetPropertyName());
        }
        else
        {
            writer.Output.WriteRaw(value.Options?.PropertyNameCaseInsensitive ?? false);
            writer.Output.WriteString(value.ToJsonString());
        }
    }

    protected override JsonNode Read(GraphReader reader)
    {
        var parent = (JsonNode?)reader.ReadReference(typeof(JsonNode));
        if (parent is not null)
            return (
                parent is JsonArray array ? array[reader.ReadNumber()] : parent[reader.ReadString()]
            )!;
        var options = new JsonNodeOptions { PropertyNameCaseInsensitive = reader.ReadRaw<bool>() };
        var limits = new JsonDocumentOptions { MaxDepth = 1 << 20 };
        return JsonNode.Parse(reader.ReadString(), options, limits)!;
    }
}
