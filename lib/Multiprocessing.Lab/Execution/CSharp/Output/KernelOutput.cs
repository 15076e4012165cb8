using System.Collections.Concurrent;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace Multiprocessing.Lab.Execution.CSharp.Output;

/// <summary>Passes on what the kernel's events show.</summary>
internal sealed class KernelOutput(IDisplay display) : IObserver<KernelEvent>
{
    /// <summary>The kernel's ids are new each time a notebook runs, which would change its stored outputs.</summary>
    private readonly ConcurrentDictionary<string, string> _ids = new();

    /// <summary>
    /// The kernel drops what is updated on behalf of a cell that has ended, as a task that the cell left behind does.
    /// Here it still shows.
    /// </summary>
    /// <returns>What ends that.</returns>
    public IDisposable ShowLateUpdates() =>
        Formatter.SubscribeToDisplayedValues(shown =>
        {
            if (KernelInvocationContext.Current is { IsComplete: true })
                Show(shown);
        });

    void IObserver<KernelEvent>.OnNext(KernelEvent happened)
    {
        switch (happened)
        {
            case DisplayedValueProduced shown:
                Show(shown.ValueId, shown.Value, shown.FormattedValues);
                break;
            // A value of what a cell submits. What the cell itself comes to is the engine's to tell.
            case ReturnValueProduced { Value: not null, Command.Parent: not null } value:
                Show(null, value.Value, value.FormattedValues);
                break;
            case DisplayedValueUpdated updated:
                Update(updated.ValueId, updated.Value, updated.FormattedValues);
                break;
            case StandardOutputValueProduced text:
                Write("stdout", text);
                break;
            case StandardErrorValueProduced text:
                Write("stderr", text);
                break;
            case ErrorProduced error:
                display.Write("stderr", error.Message + "\n");
                break;
        }
    }

    void IObserver<KernelEvent>.OnCompleted() { }

    void IObserver<KernelEvent>.OnError(Exception error) { }

    public void Show(DisplayedValue shown)
    {
        if (shown.IsUpdated)
            Update(shown.DisplayId, shown.Value, shown.FormattedValues);
        else
            Show(shown.DisplayId, shown.Value, shown.FormattedValues);
    }

    public void Clear(bool wait) => display.Clear(wait);

    private void Show(string? id, object? value, IReadOnlyCollection<FormattedValue> formatted)
    {
        var own = display.Show(ValueFormatter.ToData(value, formatted));
        if (id is not null)
            _ids[id] = own;
    }

    private void Update(string id, object? value, IReadOnlyCollection<FormattedValue> formatted)
    {
        if (_ids.TryGetValue(id, out var own))
            display.Update(own, ValueFormatter.ToData(value, formatted));
        else // An update of what was never shown: the value counts.
            Show(id, value, formatted);
    }

    private void Write(string stream, DisplayEvent text) =>
        display.Write(stream, string.Concat(text.FormattedValues.Select(part => part.Value)));
}
