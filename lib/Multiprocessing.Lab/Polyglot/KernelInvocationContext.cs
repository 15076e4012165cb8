using Multiprocessing.Lab;

namespace Microsoft.DotNet.Interactive;

#pragma warning disable CA1822 // Notebooks call these on KernelInvocationContext.Current.

/// <summary>The running cell, as notebooks for .NET Interactive name it: a place to show values, and nothing more.</summary>
public sealed class KernelInvocationContext
{
    private KernelInvocationContext() { }

    /// <summary>The running cell; never null.</summary>
    public static KernelInvocationContext Current { get; } = new();

    /// <summary>Shows a value under the cell.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeTypes">The media types to show it as; its own preference if none is given.</param>
    public DisplayedValue Display(object? value, params string[] mimeTypes) =>
        DisplayedValue.Show(value, mimeTypes);

    /// <summary>Shows text that is already in the given media type.</summary>
    /// <param name="value">The text.</param>
    /// <param name="mimeType">Its media type.</param>
    public DisplayedValue DisplayAs(string value, string mimeType) => value.DisplayAs(mimeType);

    /// <summary>Prints text under the cell.</summary>
    /// <param name="output">The text; no line end is added.</param>
    public void DisplayStandardOut(string output) => Console.Write(output);

    /// <summary>Prints text under the cell, as an error.</summary>
    /// <param name="error">The text; no line end is added.</param>
    public void DisplayStandardError(string error) => Console.Error.Write(error);
}
