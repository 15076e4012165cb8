using System.Text.Json.Nodes;
using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Jupyter.Protocol;

namespace Multiprocessing.Lab.Jupyter.Requests;

/// <summary>Comms are how widgets talk to their kernel. There are none here, which is said as the protocol has it.</summary>
internal sealed class Comms(Action<Answer> send)
{
    public static Task<JsonObject?> Reply(Request request) =>
        Task.FromResult<JsonObject?>(Replies.Ok(("comms", new JsonObject())));

    /// <summary>An opened comm is closed at once: nobody here knows its target.</summary>
    public Task<JsonObject?> Refuse(Request request)
    {
        if (request.Content.Text("comm_id") is { } id)
        {
            send(
                Answers.Publish(
                    "comm_close",
                    request.Header,
                    new JsonObject { ["comm_id"] = id, ["data"] = new JsonObject() }
                )
            );
        }
        return Task.FromResult<JsonObject?>(null);
    }

    public static Task<JsonObject?> Ignore(Request request) => Task.FromResult<JsonObject?>(null);
}
