using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.DotNet.Interactive.Formatting;
using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Execution.CSharp.Output;

/// <summary>Turns a value into what a notebook stores: media type to content, with plain text beside HTML.</summary>
internal static partial class ValueFormatter
{
    /// <summary>Formats a value. Where a formatter throws, the other media types show; where all do, a text says why.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeTypes">The media types; the value's own preference if none is given.</param>
    public static IReadOnlyList<FormattedValue> Format(object? value, params string[] mimeTypes)
    {
        if (value is FormattedValue formatted)
            return [formatted];
        var known = new List<FormattedValue>();
        Exception? failure = null;
        try
        {
            IEnumerable<string> types =
                mimeTypes.Length > 0
                    ? mimeTypes
                    : Formatter.GetPreferredMimeTypesFor(value?.GetType());
            foreach (var type in types.Distinct())
            {
                if (TryFormat(value, type, ref failure) is { } content)
                    known.Add(content);
            }
        }
        catch (Exception e) when (e is not ThreadInterruptedException)
        {
            // The type's own way to say which formatters it has.
            failure = e;
        }
        if (known.Count == 0 && mimeTypes.Length == 0)
        {
            if (TryFormat(value, MediaTypes.Plain, ref failure) is { } text)
                known.Add(text);
        }
        return known.Count > 0 ? known : [Unshowable(value, failure)];
    }

    /// <summary>What a notebook stores of a value, or for a value itself.</summary>
    public static IReadOnlyDictionary<string, string> ToData(object? value) =>
        ToData(value, Format(value));

    /// <summary>What a notebook stores of a value that is formatted already.</summary>
    /// <param name="value">The value.</param>
    /// <param name="formatted">What it has become.</param>
    public static IReadOnlyDictionary<string, string> ToData(
        object? value,
        IReadOnlyCollection<FormattedValue> formatted
    )
    {
        var data = new Dictionary<string, string>();
        foreach (var one in formatted.Where(one => !one.SuppressDisplay))
            data[one.MimeType] = (one.Value ?? "").ReplaceLineEndings("\n");
        if (!data.TryGetValue(MediaTypes.Html, out var html) || value is FormattedValue)
            return data;
        if (WrappedPlainText().Match(html) is { Success: true } wrapped)
        {
            // HTML that is nothing but a wrapper around plain text says no more than the text.
            data.Remove(MediaTypes.Html);
            data[MediaTypes.Plain] = WebUtility.HtmlDecode(wrapped.Groups[1].Value);
        }
        else if (value is not null && !data.ContainsKey(MediaTypes.Plain))
        {
            Exception? failure = null;
            data[MediaTypes.Plain] = (
                TryFormat(value, MediaTypes.Plain, ref failure) ?? Unshowable(value, failure)
            ).Value.ReplaceLineEndings("\n");
        }
        return data;
    }

    private static FormattedValue? TryFormat(object? value, string mimeType, ref Exception? failure)
    {
        try
        {
            return new(mimeType, value.ToDisplayString(mimeType));
        }
        catch (Exception e) when (e is not ThreadInterruptedException)
        {
            failure ??= e;
            return null;
        }
    }

    /// <summary>A formatter or a property getter of the user's that throws must not cost the cell its value.</summary>
    private static FormattedValue Unshowable(object? value, Exception? failure)
    {
        var reason = (failure as TargetInvocationException)?.InnerException ?? failure;
        return new(
            MediaTypes.Plain,
            $"{value?.GetType()} (it cannot be shown: {reason?.GetType().Name}: {reason?.Message})"
        );
    }

    [GeneratedRegex(
        """^<div class="dni-plaintext"><pre>([^<]*)</pre></div>(<style>[^<]*</style>)?$"""
    )]
    private static partial Regex WrappedPlainText();
}
