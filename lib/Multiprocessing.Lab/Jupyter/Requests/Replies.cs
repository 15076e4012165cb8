using System.Text.Json.Nodes;

namespace Multiprocessing.Lab.Jupyter.Requests;

/// <summary>What replies have in common.</summary>
internal static class Replies
{
    public static JsonObject Ok(params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        var reply = new JsonObject { ["status"] = "ok" };
        foreach (var (name, value) in members)
            reply[name] = value;
        return reply;
    }

    public static JsonObject Error(string name, string message, IEnumerable<string> traceback) =>
        new()
        {
            ["status"] = "error",
            ["ename"] = name,
            ["evalue"] = message,
            ["traceback"] = new JsonArray([.. traceback.Select(line => JsonValue.Create(line))]),
        };

    /// <summary>To a request that was not looked at, as the one before it failed.</summary>
    public static JsonObject Aborted() => new() { ["status"] = "aborted" };
}
