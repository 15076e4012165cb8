using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using Multiprocessing.Values;

namespace Multiprocessing.Code;

/// <summary>
/// The parent's side of naming code. An assembly with a file, or in the program's single file, goes by its full name; one that lives in memory by its
/// image's hash. Remembers what it named, so that the answer to a worker's question is the very assembly that was meant.
/// </summary>
/// <remarks>
/// Each pool has one, for its workers know a name as one assembly, and those of the next pool may know it as another: a
/// program that compiles its code anew. Whatever is named by its hash all of them find.
/// </remarks>
internal sealed class CodeBook : ICodeBook, ICodeSource
{
    private const char HashMark = '#';

    private static readonly ConcurrentDictionary<string, WeakReference<Assembly>> s_images = new(
        StringComparer.Ordinal
    );

    private static ICodeSource? s_above;

    private readonly ConcurrentDictionary<string, Assembly> _named = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Assembly, string> _names = new();

    // By the simple name, of which a worker can load one: what was named to a worker, located for it or named by it.
    private readonly Dictionary<string, Assembly> _known = new(StringComparer.OrdinalIgnoreCase);

    // By the full name: the same code as a known one in another load context, which that needs.
    private readonly ConcurrentDictionary<string, Assembly> _copies = new(StringComparer.Ordinal);

    /// <summary>For what belongs to no pool, such as values that all processes share.</summary>
    public static CodeBook Shared { get; } = new();

    /// <summary>
    /// In a worker, its own parent is asked too: what a worker's worker takes from a queue can name code that this process
    /// never met.
    /// </summary>
    public static void AskAlso(ICodeSource above) => s_above = above;

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

        Know(assembly, PrivateNeeds.Of(assembly));
        string fullName = assembly.FullName!;
        _named[fullName] = assembly;
        if (!Origin.Of(assembly).IsInMemory)
        {
            return fullName;
        }

        return HashMark + HashOf(assembly);
    }

    private string HashOf(Assembly assembly)
    {
        string hash = CodeImage.Of(assembly).Hash;
        _named.TryAdd(HashMark + hash, assembly);
        var image = new WeakReference<Assembly>(assembly);
        s_images.AddOrUpdate(
            HashMark + hash,
            image,
            (_, former) => former.TryGetTarget(out Assembly? _) ? former : image
        );
        return hash;
    }

    /// <summary>Takes them in, all or none.</summary>
    /// <param name="named">Whose types go by its name; of what is only needed, another copy will do.</param>
    /// <param name="needed">What it brings along.</param>
    /// <exception cref="NotSupportedException">Workers know another assembly by the name of one of them.</exception>
    private void Know(Assembly? named, params IReadOnlyList<Assembly> needed)
    {
        lock (_known)
        {
            IEnumerable<Assembly> all = named is null ? needed : needed.Prepend(named);
            foreach (Assembly one in all)
            {
                if (
                    _known.TryGetValue(one.GetName().Name!, out Assembly? first)
                    && first != one
                    && (one == named || !IsSameCode(one, first))
                )
                {
                    throw new NotSupportedException(Namesakes.Refusal(one, first));
                }
            }

            foreach (Assembly one in all)
            {
                if (!_known.TryAdd(one.GetName().Name!, one) && _known[one.GetName().Name!] != one)
                {
                    _copies[one.FullName!] = one;
                }
            }
        }
    }

    private void KnowIfFirst(Assembly assembly)
    {
        lock (_known)
        {
            _known.TryAdd(assembly.GetName().Name!, assembly);
        }
    }

    private static bool IsSameCode(Assembly one, Assembly other) =>
        one.ManifestModule.ModuleVersionId == other.ManifestModule.ModuleVersionId;

    /// <inheritdoc/>
    public Assembly Find(string name)
    {
        if (TryFind(name, mustBeSure: true) is { } assembly)
        {
            return _copies.TryGetValue(assembly.FullName!, out Assembly? copy)
                ? throw new NotSupportedException(Namesakes.Ambiguity([assembly, copy]))
                : assembly;
        }

        throw new FileNotFoundException(
            $"A worker named the assembly '{name}', which this process neither has nor finds."
        );
    }

    /// <inheritdoc/>
    public byte[]? ImageOf(string name) =>
        (Named(HashMark + name) ?? Named(name)) is { } assembly
            ? CodeImage.Of(assembly).Bytes
            : s_above?.ImageOf(name);

    /// <inheritdoc/>
    public CodeLocation? Locate(string fullName, string? requester)
    {
        if (
            (TryFindFor(requester, fullName) ?? TryFind(fullName)) is not { IsDynamic: false } found
        )
        {
            return null;
        }

        Know(named: null, found);
        // The path of what lies in the program's single file is empty.
        return Origin.Of(found).IsInMemory
            ? new CodeLocation(HashOf(found), null, found.ManifestModule.ModuleVersionId)
            : new CodeLocation(null, found.Location, found.ManifestModule.ModuleVersionId);
    }

    /// <inheritdoc/>
    public string? LocateNative(string library, string requester) =>
        TryFind(requester) is { IsDynamic: false } assembly
            ? NativeCode.Locate(assembly, library)
            : s_above?.LocateNative(library, requester);

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
        Assembly? known = Named(name);
        if (known is not null || name.StartsWith(HashMark))
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

        KnowIfFirst(found);
        return _named.GetOrAdd(name, found);
    }

    /// <summary>What was named so: here, in another pool if by its hash, or to all processes.</summary>
    private Assembly? Named(string name) =>
        _named.TryGetValue(name, out Assembly? assembly)
        || (
            s_images.TryGetValue(name, out WeakReference<Assembly>? image)
            && image.TryGetTarget(out assembly)
        )
        || (this != Shared && Shared._named.TryGetValue(name, out assembly))
            ? assembly
            : null;

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
