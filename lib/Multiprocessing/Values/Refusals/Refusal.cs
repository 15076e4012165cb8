namespace Multiprocessing.Values;

/// <summary>
/// Something met on the way cannot travel. Each level of the walk adds its step from an exception filter,
/// so a path costs nothing until it is needed.
/// </summary>
internal sealed class Refusal(Type? type, string reason, Exception? inner = null)
    : Exception(reason, inner)
{
    private const int Shown = 6;
    private readonly List<string> _steps = [];

    /// <summary>The type that cannot travel; null where the size is the matter.</summary>
    public Type? Type { get; } = type;

    /// <summary>Adds an outer step; an empty one is left out. Always false, so that the filter lets it pass.</summary>
    public bool Through(string step)
    {
        if (step.Length > 0)
            _steps.Add(step);
        return false;
    }

    public NotSerializableException ToPublic(string rootName)
    {
        var path = Path(rootName);
        return new NotSerializableException(path, Type, Message, InnerException);
    }

    private string Path(string rootName)
    {
        var path = rootName;
        for (var i = _steps.Count - 1; i >= 0; i--)
        {
            if (_steps.Count > 2 * Shown && i == _steps.Count - 1 - Shown)
            {
                path += $" → … {_steps.Count - 2 * Shown} more …";
                i = Shown - 1;
            }
            path += _steps[i][0] == '[' ? _steps[i] : " → " + _steps[i];
        }
        return path;
    }
}
