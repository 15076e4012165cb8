using Microsoft.DotNet.Interactive.Formatting;

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
        var shown = new DisplayedValue(value, ValueFormatter.Format(value, mimeTypes));
        if (Target is { } target)
            target.Show(shown);
        else // A function that displays may run in a worker, where what it prints is what the user sees.
            Formatter.WriteToConsole(shown);
        return shown;
    }
}
