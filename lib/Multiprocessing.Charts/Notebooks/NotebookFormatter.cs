namespace Multiprocessing.Charts;

/// <summary>Shows values of one type as one kind of content; its public members are found by name.</summary>
internal sealed class NotebookFormatter<TValue>(string mimeType, Func<TValue, string> format)
{
    public string MimeType { get; } = mimeType;

    public Type Type { get; } = typeof(TValue);

    public bool Format(object instance, TextWriter writer)
    {
        if (instance is not TValue value)
        {
            return false;
        }

        writer.Write(format(value));
        return true;
    }
}
