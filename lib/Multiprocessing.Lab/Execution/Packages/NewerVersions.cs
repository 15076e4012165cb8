using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;

namespace Multiprocessing.Lab.Execution.Packages;

/// <summary>
/// Of several versions of a package that others were built against, the highest is loaded. A program's own loading
/// takes that for the lower ones; Roslyn's asks for the very one, and is here told which there is.
/// </summary>
internal static class NewerVersions
{
    private static readonly ConcurrentDictionary<string, AssemblyName> s_known = new(
        StringComparer.OrdinalIgnoreCase
    );
    private static int _started;

    public static void Add(IEnumerable<string> assemblies)
    {
        foreach (var name in assemblies.Select(AssemblyName.GetAssemblyName))
            s_known[name.Name!] = name;
        if (Interlocked.Exchange(ref _started, 1) == 0)
            AppDomain.CurrentDomain.AssemblyResolve += (_, missing) => Resolve(missing);
    }

    private static Assembly? Resolve(ResolveEventArgs missing)
    {
        var asked = new AssemblyName(missing.Name);
        if (!s_known.TryGetValue(asked.Name!, out var known) || known.Version <= asked.Version)
            return null;

        return missing.RequestingAssembly is { } requesting
            ? AssemblyLoadContext.GetLoadContext(requesting)?.LoadFromAssemblyName(known)
            : AssemblyLoadContext
                .All.Select(context => TryLoad(context, known))
                .FirstOrDefault(found => found is not null);
    }

    /// <summary>
    /// Whoever loads by a context, as for a worker that lacks an assembly, is not told of as the one who asks. Any of Roslyn's
    /// contexts has what one has.
    /// </summary>
    private static Assembly? TryLoad(AssemblyLoadContext context, AssemblyName known)
    {
        try
        {
            return context.LoadFromAssemblyName(known);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
