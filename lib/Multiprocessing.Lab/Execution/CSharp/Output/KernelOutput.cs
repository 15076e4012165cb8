using System.Collections.Concurrent;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace Multiprocessing.Lab.Execution.CSharp.Output;

/// <summary>Passes on what cells display, and what else the kernel's events show.</summary>
/// <param name="root">The kernel.</param>
/// <param name="display">Where it shows.</param>
internal sealed class KernelOutput(CompositeKernel root, IDisplay display) : IObserver<KernelEvent>
{
    /// <summary>The kernel's ids are new each time a notebook runs, which would change its stored outputs.</summary>
    private readonly ConcurrentDictionary<string, string> _ids = new();

    /// <returns>What ends the passing on of events.</returns>
    public IDisposable Attach()
    {
        KernelInternals.ListenAlone(Show);
        return root.KernelEvents.Subscribe(this);
    }

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
            // A question that nobody answers is told by the exception that the cell gets.
            case ErrorProduced { Command: not RequestInput } error:
                display.Write("stderr", error.Message + "\n");
                break;
        }
    }

    void IObserver<KernelEvent>.OnCompleted() { }

    void IObserver<KernelEvent>.OnError(Exception error) { }

    /// <summary>Shows a value, or its update: also on behalf of a cell that has ended, as a task that it left behind does.</summary>
    public void Show(DisplayedValue shown)
    {
        if (KernelInvocationContext.Current is { } context)
            KernelInternals.Publish(root, EventOf(shown, context.Command));
        else if (shown.IsUpdated)
            Update(shown.DisplayId, shown.Value, shown.FormattedValues);
        else
            Show(shown.DisplayId, shown.Value, shown.FormattedValues);
    }

    public void Clear(bool wait) => display.Clear(wait);

    private static DisplayEvent EventOf(DisplayedValue shown, KernelCommand command) =>
        shown.IsUpdated
            ? new DisplayedValueUpdated(
                shown.Value,
                shown.DisplayId,
                command,
                shown.FormattedValues
            )
            : new DisplayedValueProduced(
                shown.Value,
                command,
                shown.FormattedValues,
                shown.DisplayId
            );

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
