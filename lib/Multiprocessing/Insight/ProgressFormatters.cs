using System.Diagnostics.CodeAnalysis;

namespace Multiprocessing.Insight;

/// <summary>
/// Tells a notebook host how to show a type. .NET Interactive and the hosts that use its formatting find this attribute by
/// its name and shape alone, so that a library can be shown well without depending on any of them.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;

    public string[] PreferredMimeTypes { get; set; } = [];
}

/// <summary>What a notebook host finds behind <see cref="TypeFormatterSourceAttribute"/>, called by reflection.</summary>
internal sealed class ProgressFormatters
{
    [SuppressMessage("Performance", "CA1822", Justification = "Hosts look for an instance method.")]
    public IEnumerable<object> CreateTypeFormatters() =>
        [
            new ProgressFormatter(ProgressView.Html, ProgressHtml.Of),
            new ProgressFormatter(ProgressView.Plain, view => view.ToString()),
        ];
}

/// <summary>Shows a progress bar as one kind of content; its public members are found by name.</summary>
internal sealed class ProgressFormatter(string mimeType, Func<ProgressView, string> format)
{
    public string MimeType { get; } = mimeType;

    public Type Type { get; } = typeof(ProgressView);

    public bool Format(object instance, TextWriter writer)
    {
        if (instance is not ProgressView view)
        {
            return false;
        }

        writer.Write(format(view));
        return true;
    }
}
