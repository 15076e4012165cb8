using Microsoft.AspNetCore.Html;
using Multiprocessing.Lab;
using Names = Multiprocessing.Lab.Kernel;

namespace Microsoft.DotNet.Interactive;

/// <summary>What cells can call by its full name, as notebooks for .NET Interactive do.</summary>
public static class Kernel
{
    /// <summary>Shows a value under the cell.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeTypes">The media types to show it as; its own preference if none is given.</param>
    public static DisplayedValue display(object? value, params string[] mimeTypes) =>
        Names.display(value, mimeTypes);

    /// <summary>Text that is HTML: as a cell's value or displayed, it is rendered.</summary>
    /// <param name="content">The HTML.</param>
    public static IHtmlContent HTML(string content) => Names.HTML(content);

    /// <summary>Runs a script in the page that shows the notebook.</summary>
    /// <param name="script">The JavaScript.</param>
    public static void Javascript(string script) => Names.Javascript(script);

    /// <summary>Adds a style sheet to the page that shows the notebook.</summary>
    /// <param name="content">The CSS.</param>
    public static void CSS(string content) => Names.CSS(content);
}
