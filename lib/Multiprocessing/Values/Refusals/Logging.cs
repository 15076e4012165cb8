namespace Multiprocessing.Values;

/// <summary>The loggers of Microsoft.Extensions.Logging. A user's own ones travel as what they are.</summary>
internal static class Logging
{
    private const string Namespace = "Microsoft.Extensions.Logging.";

    private static readonly string[] s_interfaces =
    [
        "ILogger",
        "ILoggerFactory",
        "ILoggerProvider",
    ];

    /// <summary>Why no object of the type can travel; null if nothing is known against it.</summary>
    public static string? ReasonFor(Type type) =>
        Framework.Owns(type) && !Layout.IsEmpty(type) && IsLogger(type)
            ? "a logger writes to where this process logs. Create one inside the function, or return what is to be logged; Console.WriteLine works there as here."
            : null;

    private static bool IsLogger(Type type) =>
        Array.Exists(s_interfaces, name => type.GetInterface(Namespace + name) is not null);
}
