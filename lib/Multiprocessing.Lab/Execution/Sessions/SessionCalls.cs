using System.IO.Pipelines;
using System.Text.Json;
using StreamJsonRpc;

namespace Multiprocessing.Lab.Execution.Sessions;

/// <summary>How front and session talk: the front asks, and the session tells what happened.</summary>
internal static class SessionCalls
{
    public const string Execute = "execute";
    public const string Answer = "answer";
    public const string Complete = "complete";
    public const string Inspect = "inspect";
    public const string CheckCompleteness = "checkCompleteness";
    public const string Interrupt = "interrupt";
    public const string ShutDown = "shutDown";
    public const string Happened = "happened";

    /// <remarks>Messages are handled in the order in which they were sent, one after the other.</remarks>
    public static JsonRpc Over(Stream stream)
    {
        var formatter = new SystemTextJsonFormatter
        {
            JsonSerializerOptions = new(JsonSerializerDefaults.General),
        };
        // Pipes that write at once, not by a task in the background: what is sent then outlives a crash.
        return new JsonRpc(
            new LengthHeaderMessageHandler(
                PipeWriter.Create(stream),
                PipeReader.Create(stream),
                formatter
            )
        );
    }
}
