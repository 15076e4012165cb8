using System.Text.Json;
using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Tests.Original;

/// <summary>The outputs that an editor makes of the original's events.</summary>
internal static class OriginalOutputs
{
    /// <summary>The message begins with the exception's type or is the compiler's.</summary>
    public const string ErrorName = "Error";

    public static IReadOnlyList<Output> Of(IEnumerable<OriginalEvent> events)
    {
        var outputs = new List<Output>();
        foreach (var (type, content) in events)
        {
            switch (type)
            {
                case "StandardOutputValueProduced":
                    outputs.Add(new StreamOutput("stdout", Data(content)["text/plain"]));
                    break;
                case "StandardErrorValueProduced":
                    outputs.Add(new StreamOutput("stderr", Data(content)["text/plain"]));
                    break;
                case "DisplayedValueProduced":
                    outputs.Add(new DisplayOutput(Data(content), Id(content)));
                    break;
                case "DisplayedValueUpdated":
                    Replace(outputs, new(Data(content), Id(content)));
                    break;
                case "ReturnValueProduced":
                    outputs.Add(new ResultOutput(null, Data(content)));
                    break;
                case "ErrorProduced" or "CommandFailed":
                    var message = content.GetProperty("message").GetString()!;
                    outputs.Add(new ErrorOutput(ErrorName, message, []));
                    break;
            }
        }
        return outputs;
    }

    private static void Replace(List<Output> outputs, DisplayOutput update)
    {
        var at = outputs.FindIndex(output =>
            output is DisplayOutput { DisplayId: not null } shown
            && shown.DisplayId == update.DisplayId
        );
        if (at >= 0)
            outputs[at] = update;
    }

    private static string? Id(JsonElement content) => content.GetProperty("valueId").GetString();

    private static Dictionary<string, string> Data(JsonElement content) =>
        content
            .GetProperty("formattedValues")
            .EnumerateArray()
            .Where(value => !value.GetProperty("suppressDisplay").GetBoolean())
            .ToDictionary(
                value => value.GetProperty("mimeType").GetString()!,
                value => value.GetProperty("value").GetString()!
            );
}
