using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.DotNet.Interactive.Formatting;

namespace Multiprocessing.Lab.Execution;

/// <summary>Turns a value into what a notebook stores: media type to content, always with plain text.</summary>
internal static partial class ValueFormatter
{
    private const string Html = "text/html";
    private const string Plain = "text/plain";

    public static IReadOnlyDictionary<string, string> Format(
        object? value,
        params string[] mimeTypes
    )
    {
        if (value is FormattedValue { MimeType: var type, Content: var content })
            return new Dictionary<string, string> { [type] = content };
        try
        {
            return Chart(value) ?? FormatAs(value, mimeTypes);
        }
        catch (Exception e) when (e is not ThreadInterruptedException)
        {
            // A formatter or a property getter of the user's that throws must not cost the cell its value.
            var reason = (e as TargetInvocationException)?.InnerException ?? e;
            return new Dictionary<string, string>
            {
                [Plain] =
                    $"{value?.GetType()} (it cannot be shown: {reason.GetType().Name}: {reason.Message})",
            };
        }
    }

    public static string PlainText(IReadOnlyDictionary<string, string> data) =>
        data.GetValueOrDefault(Plain) ?? data.Values.FirstOrDefault() ?? "";

    private static Dictionary<string, string> FormatAs(object? value, string[] mimeTypes)
    {
        var types =
            mimeTypes.Length > 0
                ? mimeTypes
                : [.. Formatter.GetPreferredMimeTypesFor(value?.GetType() ?? typeof(object))];
        var data = types.Distinct().ToDictionary(type => type, type => Render(value, type));

        if (mimeTypes.Length == 0 && data.GetValueOrDefault(Html) is { } html)
        {
            var wrapped = WrappedPlainText().Match(html);
            if (wrapped.Success)
            {
                // HTML that is nothing but a wrapper around plain text says no more than the text.
                data.Remove(Html);
                data[Plain] = WebUtility.HtmlDecode(wrapped.Groups[1].Value);
            }
        }
        if (mimeTypes.Length == 0)
            data.TryAdd(Plain, Render(value, Plain));
        return data;
    }

    private static string Render(object? value, string mimeType) =>
        value.ToDisplayString(mimeType).ReplaceLineEndings("\n");

    /// <summary>
    /// An XPlot chart draws itself, but has no formatter outside the package it was made for.
    /// It is known by name: the Lab and the notebook may have different copies of XPlot.
    /// </summary>
    private static Dictionary<string, string>? Chart(object? value)
    {
        var type = value?.GetType();
        if (
            type?.FullName != "XPlot.Plotly.PlotlyChart"
            || type.GetMethod("GetInlineHtml", [])?.Invoke(value, null) is not string html
        )
            return null;
        // A chart's own id is a fresh GUID, which would change the notebook each time it runs.
        if (type.GetProperty("Id")?.GetValue(value) is string { Length: > 0 } id)
            html = html.Replace(id, CellScope.Current.NextId("chart"), StringComparison.Ordinal);
        return new()
        {
            [Html] = html.ReplaceLineEndings("\n"),
            [Plain] = "A chart (XPlot.Plotly); it shows where HTML does.",
        };
    }

    [GeneratedRegex(
        """^<div class="dni-plaintext"><pre>([^<]*)</pre></div>(<style>[^<]*</style>)?$"""
    )]
    private static partial Regex WrappedPlainText();
}
