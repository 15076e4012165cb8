using System.Text.Json;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;
using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Execution.CSharp.Sharing;

/// <summary>A value on its way from one part of a cell to another.</summary>
internal abstract record SharedValue
{
    /// <summary>A C# variable.</summary>
    public sealed record Variable(ScriptVariable Source) : SharedValue;

    /// <summary>Text in a media type.</summary>
    public sealed record Text(FormattedValue Source) : SharedValue;

    /// <summary>What the user typed unseen.</summary>
    public sealed record Secret(PasswordString Source) : SharedValue;

    /// <summary>The value in a media type.</summary>
    /// <exception cref="JsonException">Text that is said to be JSON is none.</exception>
    public SharedValue As(string? mimeType) =>
        (this, mimeType) switch
        {
            (_, null) => this,
            (Variable variable, _) => new Text(
                new(mimeType, variable.Source.Value.ToDisplayString(mimeType))
            ),
            (Text text, _) => new Text(new(mimeType, text.Source.Value)),
            _ => this,
        };

    /// <summary>The type a C# variable for it has, and its value.</summary>
    /// <exception cref="JsonException">Text that is said to be JSON is none.</exception>
    public (string Type, object? Value) ForCSharp()
    {
        if (this is Secret secret)
            return (typeof(PasswordString).FullName!, secret.Source);
        var text = ((Text)this).Source;
        if (text.MimeType != MediaTypes.Json)
            return ("string", text.Value);
        var document = JsonDocument.Parse(text.Value);
        return document.RootElement.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => (
                "bool",
                document.RootElement.GetBoolean()
            ),
            JsonValueKind.Number => ("double", document.RootElement.GetDouble()),
            JsonValueKind.String => ("string", document.RootElement.GetString()),
            _ => (typeof(JsonDocument).FullName!, document),
        };
    }

    /// <summary>The value as a script in a page writes it.</summary>
    /// <exception cref="JsonException">Text that is said to be JSON is none.</exception>
    public string ForPage()
    {
        if (As(this is Variable ? MediaTypes.Json : null) is not Text { Source: var text })
            throw new InvalidOperationException("A password is not for pages.");
        if (text.MimeType != MediaTypes.Json)
            return JsonSerializer.Serialize(text.Value);
        JsonDocument.Parse(text.Value).Dispose();
        // Such a character can only stand in a string, where it must not end the script.
        return text.Value.Replace("<", "\\u003c", StringComparison.Ordinal);
    }
}
