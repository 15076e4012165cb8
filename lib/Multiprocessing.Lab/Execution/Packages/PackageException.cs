namespace Multiprocessing.Lab.Execution.Packages;

/// <summary>A package that cannot be had; the message is the one line a user sees.</summary>
internal sealed class PackageException(string message) : Exception(message);
