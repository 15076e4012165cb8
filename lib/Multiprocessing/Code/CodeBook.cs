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
    private readonly ConcurrentDictionary<Assembly, string> _names = new();

    // By the simple name, of which a worker can load one: what was named to a worker, located for it or named by it.
    private readonly ConcurrentDictionary<string, Assembly> _known = new(
        StringComparer.OrdinalIgnoreCase
    );

    private ICodeSource? _above;

    /// <summary>One for the process: hashes and names mean the same in every pool.</summary>
    public static CodeBook Shared { get; } = new();

    /// <summary>
    /// In a worker, its own parent is asked too: what a worker's worker takes from a queue can name code that this process
    /// never met.
    /// </summary>
    public void AskAlso(ICodeSource above) => _above = above;

    /// <inheritdoc/>
    public string NameOf(Assembly assembly) =>
        _names.TryGetValue(assembly, out string? name)
            ? name
            : _names.GetOrAdd(assembly, Name(assembly));

    private string Name(Assembly assembly)
    {
        if (assembly.IsDynamic)
        {
            throw new NotSupportedException(
                $"'{assembly.GetName().Name}' was generated at run time and has no image that another process could load."
            );
        }

        Assembly first = _known.GetOrAdd(assembly.GetName().Name!, assembly);
        if (first != assembly)
        {
            throw new NotSupportedException(Namesakes.Refusal(assembly, first));
        }

        string fullName = assembly.FullName!;
        _named[fullName] = assembly;
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
        if (TryFind(name, mustBeSure: true) is { } assembly)
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
            : _above?.ImageOf(name);

    /// <inheritdoc/>
    public CodeLocation? Locate(string fullName, string? requester)
    {
        if (
            (TryFindFor(requester, fullName) ?? TryFind(fullName)) is not { IsDynamic: false } found
        )
        {
            return null;
        }

        _known.TryAdd(found.GetName().Name!, found);
        // The path of what lies in the program's single file is empty.
        return Origin.Of(found).IsInMemory
            ? new CodeLocation(NameOf(found)[1..], null, found.ManifestModule.ModuleVersionId)
            : new CodeLocation(null, found.Location, found.ManifestModule.ModuleVersionId);
    }

    /// <inheritdoc/>
    public string? LocateNative(string library, string requester) =>
        TryFind(requester) is { IsDynamic: false } assembly
            ? NativeCode.Locate(assembly, library)
            : _above?.LocateNative(library, requester);

    /// <summary>In the load context of whoever needs it, where that is one of its own: it may have its own version, and know its own folders.</summary>
    private Assembly? TryFindFor(string? requester, string name) =>
        requester is not null
        && TryFind(requester) is { } assembly
        && AssemblyLoadContext.GetLoadContext(assembly) is { } context
        && context != AssemblyLoadContext.Default
            ? TryLoad(context, new AssemblyName(name))
            : null;

    private Assembly? TryFind(string name, bool mustBeSure = false)
    {
        if (_named.TryGetValue(name, out Assembly? known) || name.StartsWith(HashMark))
        {
            return known;
        }

        var wanted = new AssemblyName(name);
        Assembly? found =
            Loaded(name, mustBeSure)
            ?? TryLoad(AssemblyLoadContext.Default, wanted)
            ?? Array.Find(
                AppDomain.CurrentDomain.GetAssemblies(),
                loaded => loaded.GetName().Name == wanted.Name
            );
        if (found is null)
        {
            return null;
        }

        _known.TryAdd(found.GetName().Name!, found);
        return _named.GetOrAdd(name, found);
    }

    private static Assembly? Loaded(string fullName, bool mustBeSure)
    {
        Assembly[] loaded = Array.FindAll(
            AppDomain.CurrentDomain.GetAssemblies(),
            loaded => loaded.FullName == fullName
        );
        Assembly? inDefault = Array.Find(
            loaded,
            one => AssemblyLoadContext.GetLoadContext(one) == AssemblyLoadContext.Default
        );
        return mustBeSure && inDefault is null && loaded.Length > 1
            ? throw new NotSupportedException(Namesakes.Ambiguity(loaded))
            : inDefault ?? (loaded.Length > 0 ? loaded[0] : null);
    }

    private static Assembly? TryLoad(AssemblyLoadContext context, AssemblyName name)
    {
        try
        {
            return context.LoadFromAssemblyName(name);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            return null; // not here either: the worker reports it where the code needs it
        }
    }
}
