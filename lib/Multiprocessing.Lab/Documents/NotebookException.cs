namespace Multiprocessing.Lab.Documents;

/// <summary>A notebook that cannot be read or written; the message is the one line a user sees.</summary>
internal sealed class NotebookException(string message) : Exception(message);
