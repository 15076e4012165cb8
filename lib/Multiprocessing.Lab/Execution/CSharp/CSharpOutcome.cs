namespace Multiprocessing.Lab.Execution.CSharp;

/// <summary>How a stretch of C# ended: with a value, or with an error, or stopped.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Value">The value of its last line.</param>
/// <param name="Data">The value as a notebook stores it: media type to content.</param>
/// <param name="Error">What went wrong.</param>
internal sealed record CSharpOutcome(
    CellStatus Status,
    object? Value,
    IReadOnlyDictionary<string, string>? Data,
    ErrorRaised? Error
)
{
    public static readonly CSharpOutcome Stopped = new(CellStatus.Stopped, null, null, null);

    /// <param name="value">Null where the last line has none.</param>
    /// <param name="data">The value as a notebook stores it.</param>
    public static CSharpOutcome Succeeded(
        object? value,
        IReadOnlyDictionary<string, string>? data
    ) => new(CellStatus.Succeeded, value, data, null);

    public static CSharpOutcome Failed(ErrorRaised error) =>
        new(CellStatus.Failed, null, null, error);
}
