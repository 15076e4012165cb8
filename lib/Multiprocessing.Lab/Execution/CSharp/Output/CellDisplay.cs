using Microsoft.DotNet.Interactive.Formatting;
using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Execution.CSharp.Output;

/// <summary>Shows what cells and libraries display.</summary>
internal static class CellDisplay
{
    /// <summary>Where displayed values go; null outside a session, for example in a worker process.</summary>
    public static KernelOutput? Target { get; set; }

    /// <param name="value">The value.</param>
    /// <param name="mimeTypes">The media types to show it as; its own preference if none is given.</param>
    /// <returns>What can be updated, also from a later cell.</returns>
    public static DisplayedValue Show(object? value, params string[] mimeTypes)
    {
        var formatted = ValueFormatter.Format(value, mimeTypes);
        if (Target is { } target)
        {
            // What was asked for in one media type is shown in that alone.
            var shown = new DisplayedValue(mimeTypes.Length == 1 ? formatted[0] : value, formatted);
            target.Show(shown);
            return shown;
        }
        // A function that displays may run in a worker, where what it prints is what the user sees: as plain text, also
        // when it is updated.
        var text = MediaTypes.PlainText(ValueFormatter.ToData(value, formatted));
        var printed = new DisplayedValue(value, [new(MediaTypes.Plain, text)]);
        Formatter.WriteToConsole(printed);
        return printed;
    }
}
