using Multiprocessing.Values;

namespace Multiprocessing;

/// <summary>A value that was to travel to another process cannot; says where it was found, what it is and what to do instead.</summary>
public sealed class NotSerializableException : Exception
{
    internal NotSerializableException(string path, Type? type, string reason, Exception? inner)
        : base(
            type is null
                ? $"{path}: {reason}"
                : $"{path} ({TypeNames.Of(type)}) cannot travel to another process: {reason}",
            inner
        )
    {
        Path = path;
        TypeName = type?.FullName ?? type?.Name ?? "";
    }

    /// <summary>The way from the function, item or result to what cannot travel.</summary>
    public string Path { get; }

    /// <summary>The full name of the type that cannot travel, or empty where the size is the matter.</summary>
    public string TypeName { get; }
}
