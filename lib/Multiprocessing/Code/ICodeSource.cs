namespace Multiprocessing.Code;

/// <summary>Where a worker gets code that it lacks.</summary>
internal interface ICodeSource
{
    /// <summary>The image under a hash, or of an assembly of that full name; null when it is unknown.</summary>
    byte[]? ImageOf(string name);

    /// <summary>Where the assembly of that full name is, null when it is unknown.</summary>
    CodeLocation? Locate(string fullName);
}

/// <summary>
/// An assembly is in memory under a hash or in a file, whose path is empty where that is the single file of the program itself;
/// <paramref name="Version"/> tells whether the file is still the same.
/// </summary>
internal sealed record CodeLocation(string? Hash, string? Path, Guid Version);
