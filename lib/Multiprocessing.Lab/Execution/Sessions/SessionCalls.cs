using System.Text.Json;
using StreamJsonRpc;

namespace Multiprocessing.Lab.Execution.Sessions;

/// <summary>How front and session talk: execute, interrupt and shutDown one way, happened the other.</summary>
internal static class SessionCalls
{
    /// <remarks>Messages are handled in the order in which they were sent, one after the other.</remarks>
    public static JsonRpc Over(Stream stream)
    {
        var formatter = new SystemTextJsonFormatter
        {
            JsonSerializerOptions = new(JsonSerializerDefaults.General),
        };
        return new JsonRpc(new LengthHeaderMessageHandler(stream, stream, formatter));
    }
}
