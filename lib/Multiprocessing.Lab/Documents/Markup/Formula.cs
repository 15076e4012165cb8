namespace Multiprocessing.Lab.Documents.Markup;

/// <summary>A formula in Markdown.</summary>
/// <param name="Source">As it is written, with what marks it as one.</param>
/// <param name="Tex">What a typesetter is given.</param>
/// <param name="IsDisplay">Whether it stands by itself rather than in a line of text.</param>
internal sealed record Formula(string Source, string Tex, bool IsDisplay);
