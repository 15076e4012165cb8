namespace Multiprocessing.Lab.Execution;

/// <summary>Whether a cell that is typed line by line can run as it stands.</summary>
/// <param name="Status"><c>complete</c>, <c>incomplete</c>, <c>invalid</c> or <c>unknown</c>.</param>
/// <param name="Indent">What the next line of an incomplete one starts with.</param>
internal sealed record Completeness(string Status, string Indent)
{
    public static readonly Completeness Complete = new("complete", "");
    public static readonly Completeness Invalid = new("invalid", "");

    /// <summary>Nobody has found out.</summary>
    public static readonly Completeness Unknown = new("unknown", "");

    public static Completeness Incomplete(string indent) => new("incomplete", indent);
}
