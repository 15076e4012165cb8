using System.Text.Json;

namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>What the protocol asks of each type of message: the members that must be there, and of which kind they are.</summary>
internal static class MessageSchema
{
    private static readonly Dictionary<string, JsonValueKind> s_kinds = new()
    {
        ["text"] = JsonValueKind.String,
        ["number"] = JsonValueKind.Number,
        ["list"] = JsonValueKind.Array,
        ["object"] = JsonValueKind.Object,
        ["flag"] = JsonValueKind.True,
    };

    private const string Header =
        "msg_id:text username:text session:text date:text msg_type:text version:text";

    private const string Failed = "ename:text evalue:text traceback:list";

    private static readonly Dictionary<string, string> s_contents = new()
    {
        ["execute_reply"] = "execution_count:number payload:list user_expressions:object",
        ["inspect_reply"] = "found:flag data:object metadata:object",
        ["complete_reply"] = "matches:list cursor_start:number cursor_end:number metadata:object",
        ["history_reply"] = "history:list",
        ["is_complete_reply"] = "status:text",
        ["comm_info_reply"] = "comms:object",
        ["kernel_info_reply"] =
            "protocol_version:text implementation:text implementation_version:text language_info:object banner:text help_links:list",
        ["shutdown_reply"] = "restart:flag",
        ["interrupt_reply"] = "",
        ["stream"] = "name:text text:text",
        ["display_data"] = "data:object metadata:object transient:object",
        ["update_display_data"] = "data:object metadata:object transient:object",
        ["execute_result"] = "execution_count:number data:object metadata:object",
        ["execute_input"] = "code:text execution_count:number",
        ["clear_output"] = "wait:flag",
        ["error"] = Failed,
        ["status"] = "execution_state:text",
        ["iopub_welcome"] = "subscription:text",
        ["comm_close"] = "comm_id:text data:object",
        ["input_request"] = "prompt:text password:flag",
    };

    /// <exception cref="InvalidDataException">It is not as the protocol has it.</exception>
    public static void Check(Message message)
    {
        Check(message, message.Header, Header);
        var isReply = message.Type.EndsWith("_reply", StringComparison.Ordinal);
        var status = isReply ? message.Text("status") : "ok";
        var members = status switch
        {
            "aborted" => "",
            "error" => Failed,
            _ => s_contents.GetValueOrDefault(message.Type)
                ?? throw new InvalidDataException($"The protocol has no {message}."),
        };
        Check(message, message.Content, members);
    }

    private static void Check(Message message, JsonElement part, string members)
    {
        foreach (var member in members.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, kind) = (member.Split(':')[0], s_kinds[member.Split(':')[1]]);
            if (!part.TryGetProperty(name, out var value) || Kind(value) != kind)
                throw new InvalidDataException($"{name} is not a {kind} in {message}.");
        }
    }

    private static JsonValueKind Kind(JsonElement value) =>
        value.ValueKind == JsonValueKind.False ? JsonValueKind.True : value.ValueKind;
}
