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

/// <summary>JSON that can be changed: the whole tree as text, an inner node as the way to it from the tree's root.</summary>
internal sealed class JsonNodeCodec() : LeafCodec<JsonNode>(typeof(JsonNode))
{
    protected override void Write(GraphWriter writer, JsonNode value)
    {
        var way = new Stack<JsonNode>();
        var root = value;
        for (; root.Parent is { } parent; root = parent)
            way.Push(root);
        writer.Output.WriteVarint(way.Count);
        if (way.Count == 0)
        {
            writer.Output.WriteRaw(value.Options?.PropertyNameCaseInsensitive ?? false);
            writer.Output.WriteString(TextOf(value));
            return;
        }
        writer.WriteReference(root, typeof(JsonNode));
        foreach (var node in way)
            if (node.Parent is JsonArray array)
                writer.Output.WriteVarint(array.IndexOf(node));
            else
                writer.Output.WriteString(node.GetPropertyName());
    }

    private static string TextOf(JsonNode root)
    {
        try
        {
            return root.ToJsonString();
        }
        catch (InvalidOperationException e)
        {
            throw new Refusal(
                root.GetType(),
                $"it travels as text, which .NET does not make of it: it may not be nested more than 1000 deep. ({e.Message})",
                e
            );
        }
    }

    protected override JsonNode Read(GraphReader reader)
    {
        var steps = reader.ReadCount();
        if (steps > 0)
        {
            var node = (JsonNode)reader.ReadReference(typeof(JsonNode))!;
            for (; steps > 0; steps--)
                node = (
                    node is JsonArray array ? array[reader.ReadNumber()] : node[reader.ReadString()]
                )!;
            return node;
        }
        var options = new JsonNodeOptions { PropertyNameCaseInsensitive = reader.ReadRaw<bool>() };
        var limits = new JsonDocumentOptions { MaxDepth = 1 << 20 };
        return JsonNode.Parse(reader.ReadString(), options, limits)!;
    }
}
