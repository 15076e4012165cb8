namespace Multiprocessing.Values;

/// <summary>What cannot travel, why, and what to do instead.</summary>
internal static class Refusals
{
    public const string Address =
        "it holds addresses in this process's memory. Pass what is stored there instead.";

    public static string? ReasonFor(Type type) =>
        typeof(IStaysHome).IsAssignableFrom(type) ? "it belongs to this process." : null;
}
