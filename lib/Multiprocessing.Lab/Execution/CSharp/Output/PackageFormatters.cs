using System.Net;
using System.Reflection;
using Microsoft.DotNet.Interactive.Formatting;
using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Execution.CSharp.Output;

/// <summary>
/// Formatters for types of packages that bring none, and that the general one shows wrongly. The types are known by
/// name, as the notebook may have another copy of the package than this program.
/// </summary>
internal static class PackageFormatters
{
    /// <summary>From here on they are there as soon as their package is.</summary>
    public static void Register()
    {
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => RegisterFor(loaded.LoadedAssembly);
        KernelInternals.OnFormattersReset(RegisterForLoaded);
        RegisterForLoaded();
    }

    private static void RegisterForLoaded()
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            RegisterFor(assembly);
    }

    private static void RegisterFor(Assembly assembly)
    {
        switch (assembly.GetName().Name)
        {
            case "XPlot.Plotly" when assembly.GetType("XPlot.Plotly.PlotlyChart") is { } chart:
                var html = chart.GetMethod("GetInlineHtml", []);
                var id = chart.GetProperty("Id");
                Formatter.Register(
                    chart,
                    Write(value => ChartHtml(value, html, id)),
                    MediaTypes.Html
                );
                Formatter.Register(
                    chart,
                    Write(_ => "A chart (XPlot.Plotly); it shows where HTML does."),
                    MediaTypes.Plain
                );
                Formatter.SetPreferredMimeTypesFor(chart, MediaTypes.Html, MediaTypes.Plain);
                break;
            case "Newtonsoft.Json"
                when assembly.GetType("Newtonsoft.Json.Linq.JToken") is { } token:
                // The general formatter takes it for a sequence of sequences, down to its single values.
                // Where it stands in another value's table, that needs HTML.
                Formatter.Register(
                    token,
                    Write(value => $"<pre>{WebUtility.HtmlEncode(value.ToString())}</pre>"),
                    MediaTypes.Html
                );
                Formatter.Register(token, Write(value => value.ToString()), MediaTypes.Json);
                Formatter.Register(token, Write(value => value.ToString()), MediaTypes.Plain);
                Formatter.SetPreferredMimeTypesFor(token, MediaTypes.Json, MediaTypes.Plain);
                break;
        }
    }

    private static Action<object, TextWriter> Write(Func<object, string?> format) =>
        (value, writer) => writer.Write(format(value));

    /// <summary>A chart's own id is a fresh GUID, which would change the notebook each time it runs.</summary>
    private static string? ChartHtml(object chart, MethodInfo? html, PropertyInfo? id)
    {
        var written = html?.Invoke(chart, null) as string;
        return id?.GetValue(chart) is string { Length: > 0 } own
            ? written?.Replace(own, CellScope.Current.NextId("chart"), StringComparison.Ordinal)
            : written;
    }
}
