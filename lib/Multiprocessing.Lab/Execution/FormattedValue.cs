namespace Multiprocessing.Lab.Execution;

/// <summary>Content that is already in a media type.</summary>
internal sealed record FormattedValue(string MimeType, string Content);
