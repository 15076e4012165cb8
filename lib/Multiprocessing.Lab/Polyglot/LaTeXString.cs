using Microsoft.DotNet.Interactive.Formatting;

namespace Microsoft.DotNet.Interactive;

/// <summary>LaTeX that is rendered as a cell's value or displayed.</summary>
/// <param name="latexCode">The LaTeX, for example <c>$x^2$</c>.</param>
[TypeFormatterSource(
    typeof(LaTeXFormatterSource),
    PreferredMimeTypes = [LaTeXFormatterSource.MimeType]
)]
public class LaTeXString(string latexCode)
{
    /// <summary>The LaTeX.</summary>
    public override string ToString() => latexCode;

    /// <summary>Takes text for LaTeX.</summary>
    /// <param name="latexCode">The LaTeX.</param>
    public static implicit operator LaTeXString(string latexCode) => new(latexCode);
}

/// <summary>A formula on a line of its own.</summary>
/// <param name="latexCode">The formula in LaTeX, without dollar signs.</param>
[TypeFormatterSource(
    typeof(LaTeXFormatterSource),
    PreferredMimeTypes = [LaTeXFormatterSource.MimeType]
)]
public sealed class MathString(string latexCode) : LaTeXString($"$${latexCode}$$")
{
    /// <summary>Takes text for a formula.</summary>
    /// <param name="latexCode">The formula.</param>
    public static implicit operator MathString(string latexCode) => new(latexCode);
}

internal sealed class LaTeXFormatterSource : ITypeFormatterSource
{
    public const string MimeType = "text/latex";

    public IEnumerable<ITypeFormatter> CreateTypeFormatters() =>
        [new Written<LaTeXString>(), new Written<MathString>()];

    private sealed class Written<T> : TypeFormatter<T>
    {
        public override string MimeType => LaTeXFormatterSource.MimeType;

        public override bool Format(T value, FormatContext context)
        {
            context.Writer.Write(value);
            return true;
        }
    }
}
