namespace Multiprocessing.Charts;

/// <summary>
/// Tells a notebook host how to show a type. .NET Interactive and the hosts that use its formatting find this
/// attribute by its name and shape alone, so that a library can be shown well without depending on any of them.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;

    public string[] PreferredMimeTypes { get; set; } = [];
}
