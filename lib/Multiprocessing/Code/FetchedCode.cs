using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Multiprocessing.Values;

namespace Multiprocessing.Code;

/// <summary>
/// The worker's side of naming code: what it lacks it fetches from its parent, each image once, and loads into the
/// default context, so that references between cells, reflection and <see cref="Type.GetType(string)"/> work as in the parent.
/// </summary>
internal sealed class FetchedCode : ICodeBook
{
    private readonly ICodeSource _source;
    private readonly ConcurrentDictionary<string, Lazy<Assembly>> _byHash = new(
        StringComparer.Ordinal
    );
    private readonly ConcurrentDictionary<string, Assembly> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Assembly, string> _hashes = new();

    public FetchedCode(ICodeSource source)
    {
        _source = source;
        AppDomain.CurrentDomain.AssemblyResolve += (_, wanted) =>
            Resolve(wanted.Name, wanted.RequestingAssembly, isMissing: true);
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += LoadNative;
    }

    /// <inheritdoc/>
    public string NameOf(Assembly assembly) =>
        AssemblyLoadContext.GetLoadContext(assembly) == AssemblyLoadContext.Default
            ? WireName(assembly)
            : throw new NotSupportedException(Namesakes.ForeignContext(assembly));

    /// <inheritdoc/>
    public Assembly Find(string name) =>
        name.StartsWith('#') ? Fetch(name[1..]) : _byName.GetOrAdd(name, Named);

    /// <summary>
    /// The parent is asked where it lies before the runtime is asked to look for it: that takes longer, most often in vain.
    /// </summary>
    private Assembly Named(string name) =>
        Array.Find(
            AppDomain.CurrentDomain.GetAssemblies(),
            loaded =>
                AssemblyLoadContext.GetLoadContext(loaded) == AssemblyLoadContext.Default
                && loaded.FullName == name
        )
        ?? Resolve(name, requester: null, isMissing: false)
        ?? AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(name));

    private Assembly Fetch(string hash) =>
        _byHash.GetOrAdd(hash, hash => new Lazy<Assembly>(() => Load(hash))).Value;

    private Assembly Load(string hash)
    {
        Assembly assembly =
            LoadImage(hash)
            ?? throw new FileNotFoundException(
                $"The parent no longer has the code image {hash} that its function needs."
            );
        _hashes[assembly] = hash;
        return assembly;
    }

    private Assembly? LoadImage(string name)
    {
        if (_source.ImageOf(name) is not { } image)
        {
            return null;
        }

        using var stream = new MemoryStream(image, writable: false);
        Assembly assembly = LoadOnce(
            () => NameIn(image),
            () => AssemblyLoadContext.Default.LoadFromStream(stream)
        );
        Origin.MarkFetched(assembly);
        return assembly;
    }

    private string WireName(Assembly assembly) =>
        _hashes.TryGetValue(assembly, out string? hash) ? '#' + hash : assembly.FullName!;

    /// <param name="fullName">What is wanted.</param>
    /// <param name="requester">Who wants it; null where that is not known.</param>
    /// <param name="isMissing">The runtime has looked for it, in vain.</param>
    private Assembly? Resolve(string fullName, Assembly? requester, bool isMissing)
    {
        switch (_source.Locate(fullName, requester is null ? null : WireName(requester)))
        {
            case { Hash: { } hash }:
                return Fetch(hash);
            case { Path: "" } location:
                // This worker runs the same single file, but what its parent has loaded from bytes may look like it.
                return isMissing
                    ? LoadImage(fullName)
                    : Same(
                        AssemblyLoadContext.Default.LoadFromAssemblyName(
                            new AssemblyName(fullName)
                        ),
                        location
                    );
            case { Path: { } path } location:
                return Same(
                    LoadOnce(
                        () => new AssemblyName(fullName).Name,
                        () => AssemblyLoadContext.Default.LoadFromAssemblyPath(path)
                    ),
                    location
                );
            default:
                return null;
        }
    }

    private static Assembly Same(Assembly assembly, CodeLocation location) =>
        assembly.ManifestModule.ModuleVersionId == location.Version
            ? assembly
            : throw new FileLoadException(
                $"'{(location.Path is { Length: > 0 } path ? path : assembly.GetName().Name)}' was built again after this program loaded it. "
                    + "Restart the program or the notebook's kernel."
            );

    /// <summary>Loads one of whose name there may be another already.</summary>
    private static Assembly LoadOnce(Func<string?> name, Func<Assembly> load)
    {
        try
        {
            return load();
        }
        catch (FileLoadException e)
            when (name() is { } simple
                && AssemblyLoadContext.Default.Assemblies.Any(loaded =>
                    string.Equals(loaded.GetName().Name, simple, StringComparison.OrdinalIgnoreCase)
                )
            )
        {
            throw new FileLoadException(Namesakes.Clash(name()!), e);
        }
    }

    /// <summary>The simple name of the assembly of that image; null if it is none.</summary>
    private static string? NameIn(byte[] image)
    {
        try
        {
            using var pe = new PEReader(new MemoryStream(image, writable: false));
            MetadataReader metadata = pe.GetMetadataReader();
            return metadata.GetString(metadata.GetAssemblyDefinition().Name);
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>
    /// The parent is asked first, for only there it is known what the program's deps.json, its packages and its load contexts
    /// say.
    /// </summary>
    private nint LoadNative(Assembly requester, string name) =>
        _source.LocateNative(name, WireName(requester)) is { } path
        && NativeLibrary.TryLoad(path, out nint handle)
            ? handle
            : NativeLibraryBeside(requester, name);

    /// <summary>Looks where packages and builds keep native libraries: beside the assembly and under runtimes/RID/native.</summary>
    private static nint NativeLibraryBeside(Assembly requesting, string name)
    {
        if (Path.GetDirectoryName(requesting.Location) is not { Length: > 0 } folder)
        {
            return 0;
        }

        string[] roots = [folder, Path.Combine(folder, "..", "..")]; // a package keeps assemblies in lib/<framework>/
        string[] folders =
        [
            folder,
            .. roots.SelectMany(root =>
                RuntimeIds().Select(id => Path.Combine(root, "runtimes", id, "native"))
            ),
        ];
        foreach (
            string candidate in folders.SelectMany(f =>
                FileNames(name).Select(file => Path.Combine(f, file))
            )
        )
        {
            if (File.Exists(candidate) && NativeLibrary.TryLoad(candidate, out nint handle))
            {
                return handle;
            }
        }

        return 0;
    }

    private static IEnumerable<string> RuntimeIds()
    {
        string architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        string system =
            OperatingSystem.IsWindows() ? "win"
            : OperatingSystem.IsMacOS() ? "osx"
            : "linux";
        return [RuntimeInformation.RuntimeIdentifier, $"{system}-{architecture}", system];
    }

    private static string[] FileNames(string name) =>
        OperatingSystem.IsWindows() ? [name, name + ".dll"]
        : OperatingSystem.IsMacOS() ? [name, $"lib{name}.dylib", name + ".dylib"]
        : [name, $"lib{name}.so", name + ".so"];
}
