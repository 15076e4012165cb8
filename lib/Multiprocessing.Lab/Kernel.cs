using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting.TabularData;
using Multiprocessing.Lab.Execution;
using Multiprocessing.Lab.Execution.CSharp;

namespace Multiprocessing.Lab;

#pragma warning disable CA1707, CA1708 // clear_output() is IPython's; display() and x.Display() are both names notebooks use.

/// <summary>What every cell can call without a <c>using</c>, under the names Polyglot notebooks use.</summary>
public static class Kernel
{
    /// <summary>Whom cells can ask; null outside a session, for example in a worker process.</summary>
    internal static InputRequests? Input { get; set; }

    /// <summary>Shows a value under the cell.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeTypes">The media types to show it as; its own preference if none is given.</param>
    public static DisplayedValue display(object? value, params string[] mimeTypes) =>
        DisplayedValue.Show(value, mimeTypes);

    /// <summary>Shows this value under the cell.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeTypes">The media types to show it as; its own preference if none is given.</param>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) =>
        DisplayedValue.Show(value, mimeTypes);

    /// <summary>Shows text that is already in the given media type.</summary>
    /// <param name="content">The text, for example SVG.</param>
    /// <param name="mimeType">Its media type, for example <c>image/svg+xml</c>.</param>
    public static DisplayedValue DisplayAs(this string content, string mimeType) =>
        DisplayedValue.Show(new FormattedValue(mimeType, content), []);

    /// <summary>Clears what the cell has shown so far.</summary>
    /// <param name="wait">Whether it stays until the cell shows something new, so that nothing flickers.</param>
    public static void clear_output(bool wait = false) => DisplayedValue.Display?.Clear(wait);

    /// <summary>Asks the user for a line of text.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <exception cref="InvalidOperationException">Nobody can be asked where the cell runs.</exception>
    public static string input(string prompt = "") => Ask(prompt, isPassword: false);

    /// <summary>Asks the user for text that is not shown while it is typed.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <exception cref="InvalidOperationException">Nobody can be asked where the cell runs.</exception>
    public static string password(string prompt = "") => Ask(prompt, isPassword: true);

    /// <summary>Shows a sequence under the cell as a table, a column a property.</summary>
    /// <param name="rows">The sequence.</param>
    /// <param name="mimeTypes">The media types to show it as; its own preference if none is given.</param>
    public static DisplayedValue DisplayTable<T>(
        this IEnumerable<T> rows,
        params string[] mimeTypes
    ) => DisplayedValue.Show(rows.ToTabularDataResource(), mimeTypes);

    /// <summary>Text that is HTML: as a cell's value or displayed, it is rendered.</summary>
    /// <param name="content">The HTML.</param>
    public static IHtmlContent HTML(string content) => new HtmlString(content);

    /// <summary>Runs a script in the page that shows the notebook.</summary>
    /// <param name="script">The JavaScript.</param>
    public static void Javascript(string script) => display(HTML(CellLanguages.Script(script)));

    /// <summary>Adds a style sheet to the page that shows the notebook.</summary>
    /// <param name="content">The CSS.</param>
    public static void CSS(string content) => display(HTML($"<style>{content}</style>"));

    private static string Ask(string prompt, bool isPassword) =>
        Input?.AskAsync(prompt, isPassword).GetAwaiter().GetResult()
        ?? throw new InvalidOperationException(
            $"Nobody can be asked \"{prompt}\" here. Run the cell in an editor that answers, or assign the value in the cell."
        );
}
