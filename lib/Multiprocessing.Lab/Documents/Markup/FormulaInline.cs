using System.Globalization;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax.Inlines;

namespace Multiprocessing.Lab.Documents.Markup;

/// <summary>A formula among the text of a paragraph.</summary>
internal sealed class FormulaInline(Formula formula) : LeafInline
{
    public Formula Formula => formula;
}

/// <summary>Puts formulas back in the places that <see cref="MarkdownSource"/> has kept for them.</summary>
internal sealed class FormulaInlineParser : InlineParser
{
    public FormulaInlineParser() => OpeningCharacters = [MarkdownSource.PlaceStart];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var end = slice.Text.IndexOf(MarkdownSource.PlaceEnd, slice.Start);
        var number = slice.Text.AsSpan(slice.Start + 1, end - slice.Start - 1);
        var formulas = (IReadOnlyList<Formula>)processor.Context!.Properties[typeof(Formula)]!;
        processor.Inline = new FormulaInline(
            formulas[int.Parse(number, CultureInfo.InvariantCulture)]
        );
        slice.Start = end + 1;
        return true;
    }
}
