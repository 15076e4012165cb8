using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Multiprocessing.Lab.Execution.CSharp;

/// <summary>What to do about names that notebooks for .NET Interactive use and that there are not here.</summary>
internal static partial class PolyglotRemedies
{
    private const string Formatting = "add: using Microsoft.DotNet.Interactive.Formatting;";
    private const string Tags =
        "if the HTML tag is meant, add: using static Microsoft.DotNet.Interactive.Formatting.PocketViewTags;";
    private const string Interactive = "add: using Microsoft.DotNet.Interactive;";
    private const string Input = "use input(\"...\") and password(\"...\")";
    private const string Kernels =
        "there is one C# session here and no kernels to reach by code. Use #!share and #!set between a cell's languages, and #!import for other files";
    private const string Extensions =
        "extensions of .NET Interactive do not load here. Use the package's own API, and Formatter.Register to show its types";
    private const string Events =
        "there are no kernel commands and events here. Show values with display(x) and x.Display()";

    /// <summary>Names that the compiler does not know at all.</summary>
    private static readonly Dictionary<string, string> s_unknown = new()
    {
        ["Formatter"] = Formatting,
        ["PocketView"] = Formatting,
        ["HtmlFormatter"] = Formatting,
        ["PlainTextFormatter"] = Formatting,
        ["JsonFormatter"] = Formatting,
        ["ITypeFormatter"] = Formatting,
        ["TypeFormatterSource"] = Formatting,
        ["PocketViewTags"] = Formatting,
        ["div"] = Tags,
        ["span"] = Tags,
        ["table"] = Tags,
        ["img"] = Tags,
        ["style"] = Tags,
        ["script"] = Tags,
        ["h1"] = Tags,
        ["h2"] = Tags,
        ["h3"] = Tags,
        ["LaTeXString"] = Interactive,
        ["MathString"] = Interactive,
        ["PasswordString"] = Interactive,
        ["KernelInvocationContext"] = Interactive,
        ["CompositeKernel"] = Kernels,
        ["CSharpKernel"] = Kernels,
        ["FSharpKernel"] = Kernels,
        ["KernelBase"] = Kernels,
        ["ProxyKernel"] = Kernels,
        ["IKernelExtension"] = Extensions,
        ["SubmitCode"] = Events,
        ["KernelCommand"] = Events,
        ["KernelEvent"] = Events,
        ["DisplayedValueProduced"] = Events,
        ["ReturnValueProduced"] = Events,
        ["GetInputAsync"] = Input,
        ["GetPasswordAsync"] = Input,
    };

    /// <summary>Namespaces below Microsoft.DotNet.Interactive.</summary>
    private static readonly Dictionary<string, string> s_spaces = new()
    {
        ["Commands"] = Events,
        ["Events"] = Events,
        ["Connection"] = Kernels,
        ["CSharp"] = Kernels,
        ["FSharp"] = Kernels,
        ["PackageManagement"] = Extensions,
    };

    /// <summary>Members that are missing of types there are.</summary>
    private static readonly Dictionary<string, string> s_members = new()
    {
        ["Root"] = Kernels,
        ["Current"] = Kernels,
        ["SendAsync"] = Events,
        ["SubmitCodeAsync"] = Events,
        ["FindKernelByName"] = Kernels,
        ["HandlingKernel"] = Kernels,
        ["Publish"] = Events,
        ["Command"] = Events,
        ["KernelEvents"] = Events,
        ["GetInputAsync"] = Input,
        ["GetPasswordAsync"] = Input,
    };

    /// <returns>A sentence that belongs behind the compiler's message; null where there is none.</returns>
    public static string? For(Diagnostic error)
    {
        var message = error.GetMessage(CultureInfo.InvariantCulture);
        var names = Quoted().Matches(message).Select(match => match.Groups[1].Value).ToList();
        return (error.Id, names) switch
        {
            // 'x' does not exist; the type or namespace 'x' could not be found.
            ("CS0103" or "CS0246", [var name, ..]) => s_unknown.GetValueOrDefault(Plain(name)),
            // 'x' does not exist in the namespace 'y'.
            ("CS0234", [var name, var space, ..])
                when space.StartsWith("Microsoft.DotNet", StringComparison.Ordinal) =>
                s_spaces.GetValueOrDefault(name)
                    ?? s_unknown.GetValueOrDefault(name)
                    ?? $"of {space} only what shows values is here",
            // 'type' has no definition for 'x'.
            ("CS0117" or "CS1061", [var type, var name, ..])
                when type is "Kernel" or "KernelInvocationContext" => s_members.GetValueOrDefault(
                name
            ),
            _ => null,
        };
    }

    private static string Plain(string name) => name.Split('<', '(')[0];

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();
}
