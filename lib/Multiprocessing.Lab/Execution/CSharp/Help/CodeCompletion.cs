using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.Tags;
using Microsoft.CodeAnalysis.Text;

namespace Multiprocessing.Lab.Execution.CSharp.Help;

/// <summary>What could be written at a place in C#, as Roslyn's completion service finds it.</summary>
internal static class CodeCompletion
{
    public static async Task<Completions> CompleteAsync(
        Document document,
        int cursor,
        CancellationToken cancellation
    )
    {
        var service = CompletionService.GetService(document)!;
        var list = await service
            .GetCompletionsAsync(document, cursor, cancellationToken: cancellation)
            .ConfigureAwait(false);
        if (list.ItemsList.Count == 0)
            return Completions.None(cursor);
        var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        var typed = text.ToString(TextSpan.FromBounds(list.Span.Start, cursor));
        var items = Fitting(list.ItemsList, typed);
        return items.Count > 0 && items.TrueForAll(IsOverride)
            ? await OverridesAsync(service, document, list.Span, text, items, cancellation)
                .ConfigureAwait(false)
            : Simple(list.Span, items);
    }

    /// <remarks>The list comes as Roslyn ranks it; sorting keeps that order among equals.</remarks>
    private static List<CompletionItem> Fitting(IEnumerable<CompletionItem> items, string typed) =>
        [
            .. items
                .Where(item => IsOfTheCell(item))
                .Select(item => (Item: item, Rank: NameMatch.Rank(item.FilterText, typed)))
                .Where(match => match.Rank is not null)
                .OrderBy(match => match.Rank)
                .ThenByDescending(match => match.Item.Rules.MatchPriority)
                .Select(match => match.Item),
        ];

    /// <summary>
    /// Left out are snippets, which only an editor of Roslyn's own can fill in, types that need a <c>using</c> first
    /// (they name it beside them), and names that only the compiler can write.
    /// </summary>
    private static bool IsOfTheCell(CompletionItem item) =>
        !item.Tags.Contains(WellKnownTags.Snippet)
        && !(item.IsComplexTextEdit && item.InlineDescription.Length > 0)
        && !item.DisplayText.AsSpan().ContainsAny("#<");

    /// <remarks>The other texts that bring more with them are keywords: <c>await</c> also makes its method async.</remarks>
    private static bool IsOverride(CompletionItem item) =>
        item.IsComplexTextEdit && !item.Tags.Contains(WellKnownTags.Keyword);

    private static Completions Simple(TextSpan span, List<CompletionItem> items) =>
        new(
            span.Start,
            span.End,
            [
                .. items
                    .Select(item => new Completion(TextOf(item), KindOf(item)))
                    .DistinctBy(item => item.Text),
            ]
        );

    private static string TextOf(CompletionItem item) =>
        item.Properties.GetValueOrDefault("InsertionText")
        // The suffix of a named argument is part of it; that of a generic type only says that it is one.
        ?? item.DisplayText + (item.DisplayTextSuffix == ":" ? ": " : "");

    /// <summary>Overrides are written whole; what they replace begins before the name, as with <c>override</c> itself.</summary>
    private static async Task<Completions> OverridesAsync(
        CompletionService service,
        Document document,
        TextSpan span,
        SourceText text,
        List<CompletionItem> items,
        CancellationToken cancellation
    )
    {
        var changes = new List<(TextChange Change, string Kind)>();
        foreach (var item in items)
        {
            var change = await service
                .GetChangeAsync(document, item, cancellationToken: cancellation)
                .ConfigureAwait(false);
            changes.Add((change.TextChange, KindOf(item)));
        }
        var start = changes.Min(c => c.Change.Span.Start);
        var end = Math.Max(span.End, changes.Max(c => c.Change.Span.End));
        return new(
            start,
            end,
            [
                .. changes.Select(c => new Completion(
                    text.ToString(TextSpan.FromBounds(start, c.Change.Span.Start))
                        + c.Change.NewText
                        + text.ToString(TextSpan.FromBounds(c.Change.Span.End, end)),
                    c.Kind
                )),
            ]
        );
    }

    private static string KindOf(CompletionItem item) =>
        item.Tags.Select(KindOf).FirstOrDefault(kind => kind is not null) ?? "text";

    private static string? KindOf(string tag) =>
        tag switch
        {
            WellKnownTags.Method or WellKnownTags.ExtensionMethod => "method",
            WellKnownTags.Property => "property",
            WellKnownTags.Field => "field",
            WellKnownTags.Constant => "constant",
            WellKnownTags.Class => "class",
            WellKnownTags.Structure => "struct",
            WellKnownTags.Interface => "interface",
            WellKnownTags.Enum => "enum",
            WellKnownTags.EnumMember => "enum member",
            WellKnownTags.Delegate => "delegate",
            WellKnownTags.Event => "event",
            WellKnownTags.Namespace => "namespace",
            WellKnownTags.Local or WellKnownTags.RangeVariable => "local",
            WellKnownTags.Parameter => "parameter",
            WellKnownTags.TypeParameter => "type parameter",
            WellKnownTags.Label => "label",
            WellKnownTags.Operator => "operator",
            WellKnownTags.Keyword => "keyword",
            _ => null,
        };
}
