using Microsoft.DotNet.Interactive.Formatting;
using Multiprocessing.Lab.Execution.CSharp;
using Multiprocessing.Lab.Execution.CSharp.Output;

namespace Multiprocessing.Lab;

#pragma warning disable CA1707, CA1708 // clear_output() is IPython's; display() and x.Display() are both names notebooks use.

/// <summary>
/// What every cell can call without a <c>using</c>, beside what .NET Interactive's <c>Kernel</c> has.
/// </summary>
/// <remarks>
/// <c>display</c> and <c>Display</c> are here again because those of .NET Interactive return a value that cannot be
/// updated: it has another id than the one that is shown. The compiler prefers these, as they need no array of media types.
/// </remarks>
public static class CellFunctions
{
    /// <summary>Whom cells can ask; null outside a session, for example in a worker process.</summary>
    internal static InputRequests? Input { get; set; }

    /// <summary>Shows a value under the cell.</summary>
    /// <param name="value">The value, shown in the media types that its type prefers.</param>
    public static DisplayedValue display(object? value) => CellDisplay.Show(value);

    /// <summary>Shows a value under the cell.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeType">The media type to show it as.</param>
    public static DisplayedValue display(object? value, string mimeType) =>
        CellDisplay.Show(value, mimeType);

    /// <summary>Shows this value under the cell.</summary>
    /// <param name="value">The value, shown in the media types that its type prefers.</param>
    public static DisplayedValue Display(this object? value) => CellDisplay.Show(value);

    /// <summary>Clears what the cell has shown so far.</summary>
    /// <param name="wait">Whether it stays until the cell shows something new, so that nothing flickers.</param>
    public static void clear_output(bool wait = false) => CellDisplay.Target?.Clear(wait);

    /// <summary>Asks the user for a line of text.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <exception cref="InvalidOperationException">Nobody can be asked where the cell runs.</exception>
    public static string input(string prompt = "") => Ask(prompt, isPassword: false);

    /// <summary>Asks the user for text that is not shown while it is typed.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <exception cref="InvalidOperationException">Nobody can be asked where the cell runs.</exception>
    public static string password(string prompt = "") => Ask(prompt, isPassword: true);

    private static string Ask(string prompt, bool isPassword) =>
        Input?.AskAsync(prompt, isPassword).GetAwaiter().GetResult()
        ?? throw new InvalidOperationException(InputRequests.Nobody(prompt));
}
