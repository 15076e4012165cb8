using System.Reflection;
using System.Text.Json.Nodes;
using Multiprocessing.Lab.Jupyter.Protocol;

namespace Multiprocessing.Lab.Jupyter.Requests;

/// <summary>What the kernel says of itself and its language.</summary>
internal static class KernelInfo
{
    /// <summary>Of the language that the compiler in use speaks.</summary>
    private const string LanguageVersion = "14.0";

    public static JsonObject Reply()
    {
        var version =
            typeof(KernelInfo)
                .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
                ?.InformationalVersion.Split('+')[0]
            ?? "0";
        return Replies.Ok(
            ("protocol_version", MessageCodec.ProtocolVersion),
            ("implementation", "mplab"),
            ("implementation_version", version),
            ("banner", $"C# (Multiprocessing Lab {version}) on .NET {Environment.Version}"),
            ("debugger", false),
            (
                "language_info",
                new JsonObject
                {
                    ["name"] = "C#",
                    ["version"] = LanguageVersion,
                    ["mimetype"] = "text/x-csharp",
                    ["file_extension"] = ".cs",
                    ["pygments_lexer"] = "csharp",
                    ["codemirror_mode"] = "text/x-csharp",
                    ["nbconvert_exporter"] = "script",
                }
            ),
            ("help_links", new JsonArray())
        );
    }
}
