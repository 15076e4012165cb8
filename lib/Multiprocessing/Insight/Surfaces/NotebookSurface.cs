using System.Reflection;

namespace Multiprocessing.Insight.Surfaces;

/// <summary>
/// The place under a notebook's running cell. No host is referenced: .NET Interactive is known by the names of its members,
/// and any other host can put a <c>Func&lt;object, string[], Action&lt;object&gt;&gt;</c> in the slot
/// <see cref="HostSlot"/> of <see cref="AppContext"/>, which shows a value as these media types and returns what replaces it.
/// </summary>
internal sealed class NotebookSurface(Func<object, string[], Action<object>> display)
    : IProgressSurface
{
    public const string HostSlot = "Multiprocessing.Display";

    private const string Interactive = "Microsoft.DotNet.Interactive";

    // Hosts tell by the context which cell a value belongs to, and the bar is drawn on threads of its own.
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private Action<object>? _update;

    /// <summary>The running cell's place; null outside a notebook.</summary>
    public static NotebookSurface? Find() =>
        (
            FindInteractive()
            ?? AppContext.GetData(HostSlot) as Func<object, string[], Action<object>>
        )
            is { } display
            ? new NotebookSurface(display)
            : null;

    /// <inheritdoc/>
    public void Show(ProgressView view)
    {
        if (_context is null)
        {
            Display(view);
        }
        else
        {
            ExecutionContext.Run(_context, _ => Display(view), null);
        }
    }

    private void Display(ProgressView view)
    {
        if (_update is null)
        {
            _update = display(view, [ProgressView.Html, ProgressView.Plain]);
        }
        else
        {
            _update(view);
        }
    }

    /// <summary>
    /// <c>KernelInvocationContext.Current.Display(value, mimeTypes).Update(value)</c>; null where there is no such thing.
    /// </summary>
    private static Func<object, string[], Action<object>>? FindInteractive()
    {
        // Looked for among what is loaded: asking for the assembly by name would search the disk in every program.
        foreach (Assembly assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (
                assembly.GetName().Name == Interactive
                && assembly.GetType($"{Interactive}.KernelInvocationContext") is { } type
                && type.GetProperty("Current")?.GetValue(null) is { } context
                && assembly
                    .GetType($"{Interactive}.KernelInvocationContextExtensions")
                    ?.GetMethod("Display", [type, typeof(object), typeof(string[])])
                    is { } show
            )
            {
                return (value, mimeTypes) =>
                    Updater(show.Invoke(null, [context, value, mimeTypes])!);
            }
        }

        return null;
    }

    private static Action<object> Updater(object displayed)
    {
        MethodInfo update = displayed.GetType().GetMethod("Update", [typeof(object)])!;
        return value => update.Invoke(displayed, [value]);
    }
}
