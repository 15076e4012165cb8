using System.Reflection;
using System.Runtime.Loader;

namespace Multiprocessing.Code;

/// <summary>
/// What an assembly of a load context of its own brings along: the assemblies that it refers to and has from there. No type of
/// theirs need ever be named to a worker, which would take another one of the name for them without a word. Where no other one
/// is loaded nothing is loaded for the question.
/// </summary>
internal static class PrivateNeeds
{
    /// <summary>What it brings along, and what that does.</summary>
    public static IReadOnlyList<Assembly> Of(Assembly assembly)
    {
        AssemblyLoadContext? context = AssemblyLoadContext.GetLoadContext(assembly);
        if (context is null || context == AssemblyLoadContext.Default)
        {
            return [];
        }

        HashSet<string?> loaded =
        [
            .. AppDomain.CurrentDomain.GetAssemblies().Select(one => one.GetName().Name),
        ];
        List<Assembly> found = [assembly];
        for (int i = 0; i < found.Count; i++)
        {
            foreach (AssemblyName name in found[i].GetReferencedAssemblies())
            {
                if (
                    loaded.Contains(name.Name)
                    && TryLoad(context, name) is { IsDynamic: false } needed
                    && AssemblyLoadContext.GetLoadContext(needed) == context
                    && !found.Contains(needed)
                )
                {
                    found.Add(needed);
                }
            }
        }

        return found[1..];
    }

    private static Assembly? TryLoad(AssemblyLoadContext context, AssemblyName name)
    {
        try
        {
            return context.LoadFromAssemblyName(name);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return null; // a context runs other people's code, and what is missing may never be needed
        }
    }
}
