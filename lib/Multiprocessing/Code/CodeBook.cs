using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using Multiprocessing.Values;

namespace Multiprocessing.Code;

/// <summary>
/// The parent's side of naming code. An assembly with a file, or in the program's single file, goes by its full name; one that lives in memory by its
/// image's hash. Remembers what it named, so that the answer to a worker's question is the very assembly that was meant.
/// </summary>
internal sealed class CodeBook : ICodeBook, ICodeSource
{
    private const char HashMark = '#';

    private readonly ConcurrentDictionary<string, Assembly> _named = new(StringComparer.Ordinal);

    /// <summary>One for the process: hashes and names mean the same in every pool.</summary>
    public static CodeBook Shared { get; } = new();

    /// <summary>
    /// In a worker, asks its own parent for an image: what a worker's worker takes from a queue can name code that this
    /// process never met.
    /// </summary>
    public Func<string, byte[]?>? ImageAbove { private get; set; }

    /// <inheritdoc/>
    public string NameOf(Assembly assembly)
    {
        if (assembly.IsDynamic)
        {
            throw new NotSupportedException(
                $"'{assembly.GetName().Name}' was generated at run time and has no image that another process could load."
            );
        }

        string fullName = assembly.FullName!;
        _named.TryAdd(fullName, assembly);
        if (!Origin.Of(assembly).IsInMemory)
        {
            return fullName;
        }

        string name = HashMark + CodeImage.Of(assembly).Hash;
        _named.TryAdd(name, assembly);
        return name;
    }

    /// <inheritdoc/>
    public Assembly Find(string name)
    {
        if (TryFind(name) is { } assembly)
        {
            return assembly;
        }

        throw new FileNotFoundException(
            $"A worker named the assembly '{name}', which this process neither has nor finds."
        );
    }

    /// <inheritdoc/>
    public byte[]? ImageOf(string name) =>
        _named.TryGetValue(HashMark + name, out Assembly? assembly)
        || _named.TryGetValue(name, out assembly)
            ? CodeImage.Of(assembly).Bytes
            : ImageAbove?.Invoke(name);

    /// <inheritdoc/>
    public CodeLocation? Locate(string fullName)
    {
        if (TryFind(fullName) is not { IsDynamic: false } assembly)
        {
            return null;
        }

        // The path of what lies in the program's single file is empty.
        return Origin.Of(assembly).IsInMemory
            ? new CodeLocation(NameOf(assembly)[1..], null, assembly.ManifestModule.ModuleVersionId)
            : new CodeLocation(null, assembly.Location, assembly.ManifestModule.ModuleVersionId);
    }

    private Assembly? TryFind(string name)
    {
        if (_named.TryGetValue(name, out Assembly? known) || name.StartsWith(HashMark))
        {
            return known;
        }

        var wanted = new AssemblyName(name);
        Assembly? found =
            Array.Find(AppDomain.CurrentDomain.GetAssemblies(), loaded => loaded.FullName == name)
            ?? TryLoad(wanted)
            ?? Array.Find(
                AppDomain.CurrentDomain.GetAssemblies(),
                loaded => loaded.GetName().Name == wanted.Name
            );
        return found is null ? null : _named.GetOrAdd(name, found);
    }

    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return AssemblyLoadContext.Default.LoadFromAssemblyName(name);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            return null; // not here either: the worker reports it where the code needs it
        }
    }
}
