namespace Multiprocessing.Values;

/// <summary>How deep a walk nests bodies in one another before it puts them off.</summary>
internal static class Nesting
{
    /// <summary>
    /// Deeper than most graphs are, and little for the smallest stack. Writer and reader count alike, so that both put off the same
    /// bodies.
    /// </summary>
    public const int Deepest = 64;
}
