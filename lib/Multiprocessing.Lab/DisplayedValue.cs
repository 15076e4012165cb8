using Multiprocessing.Lab.Execution;

namespace Multiprocessing.Lab;

/// <summary>A value shown under a cell, which can be replaced where it stands.</summary>
public sealed class DisplayedValue
{
    private readonly string _id;
    private readonly string[] _mimeTypes;

    private DisplayedValue(string id, string[] mimeTypes)
    {
        _id = id;
        _mimeTypes = mimeTypes;
    }

    /// <summary>Where displayed values go; null outside a session, for example in a worker process.</summary>
    internal static IDisplay? Display { get; set; }

    /// <summary>Shows another value in place of the one shown, also from a later cell.</summary>
    /// <param name="value">The new value.</param>
    public void Update(object? value)
    {
        var data = ValueFormatter.Format(value, _mimeTypes);
        if (Display is { } display)
            display.Update(_id, data);
        else
            Console.WriteLine(ValueFormatter.PlainText(data));
    }

    internal static DisplayedValue Show(object? value, string[] mimeTypes)
    {
        var data = ValueFormatter.Format(value, mimeTypes);
        if (Display is { } display)
            return new(display.Show(data), mimeTypes);
        // A function that displays may run in a worker, where what it prints is what the user sees.
        Console.WriteLine(ValueFormatter.PlainText(data));
        return new("", mimeTypes);
    }
}
