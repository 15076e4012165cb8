namespace Multiprocessing.Code;

/// <summary>Where a worker gets code that it lacks.</summary>
internal interface ICodeSource
{
    /// <summary>The image under a hash, or of an assembly of that full name; null when it is unknown.</summary>
    byte[]? ImageOf(string name);

    /// <summary>Where the assembly of that full name is, null when it is unknown.</summary>
    /// <param name="fullName">What the worker lacks.</param>
    /// <param name="requester">Which assembly, by its name on the wire, refers to it; null where that is not known.</param>
    CodeLocation? Locate(string fullName, string? requester);

    /// <summary>The file of a native library, null when it is unknown.</summary>
    /// <param name="library">What the assembly calls it.</param>
    /// <param name="requester">The assembly that calls it, by its name on the wire.</param>
    string? LocateNative(string library, string requester);
}

/// <summary>
/// An assembly is in memory under a hash or in a file, whose path is empty where that is the single file of the program itself;
/// <paramref name="Version"/> tells whether the file is still the same.
/// </summary>
internal sealed record CodeLocation(string? Hash, string? Path, Guid Version);
