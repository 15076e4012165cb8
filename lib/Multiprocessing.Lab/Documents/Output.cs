namespace Multiprocessing.Lab.Documents;

/// <summary>One output of a code cell, as nbformat 4 knows them.</summary>
internal abstract record Output;

/// <summary>Text written to "stdout" or "stderr".</summary>
internal sealed record StreamOutput(string Name, string Text) : Output;

/// <summary>A displayed value: media type to content. JSON media types hold JSON text.</summary>
/// <remarks>The id only lives while the session does: the file format has no place for it.</remarks>
internal sealed record DisplayOutput(IReadOnlyDictionary<string, string> Data, string? DisplayId)
    : Output;

/// <summary>The cell's own value.</summary>
internal sealed record ResultOutput(int? ExecutionCount, IReadOnlyDictionary<string, string> Data)
    : Output;

/// <summary>An exception, or the compiler's messages.</summary>
internal sealed record ErrorOutput(string Name, string Value, IReadOnlyList<string> Traceback)
    : Output;
