using System.Reflection;
using System.Runtime.Loader;

namespace Multiprocessing.Code;

/// <summary>
/// Words for two assemblies of one name, which load contexts make possible. A worker has one context, and on the way to it an
/// assembly is known by its name: of two, one would silently come back as the other.
/// </summary>
internal static class Namesakes
{
    /// <summary>Why the one cannot travel when the other is known already.</summary>
    public static string Refusal(Assembly second, Assembly first) =>
        $"the assembly '{second.GetName().Name}' is loaded twice in this process: {Describe(second)}, and {Describe(first)}, "
        + "which workers know. A worker has one load context, where a name stands for one assembly. Use the types of one of them, or load it once.";

    /// <summary>Why nobody can say which of several a worker means.</summary>
    public static string Ambiguity(Assembly[] loaded) =>
        $"the assembly '{loaded[0].GetName().Name}' is loaded twice in this process: {Describe(loaded[0])}, and {Describe(loaded[1])}. "
        + "A worker has one load context and cannot say which of them it means. Load it once.";

    /// <summary>Why what a worker loaded into a context of its own cannot leave it.</summary>
    public static string ForeignContext(Assembly assembly) =>
        $"its assembly was loaded in this worker as {Describe(assembly)}. Another process knows assemblies by name and would take "
        + "one of the same name in another load context for it. Load it into AssemblyLoadContext.Default, or return a type that both sides have.";

    /// <summary>Why a worker cannot load an assembly that its parent has.</summary>
    public static string Clash(string name) =>
        $"The assembly '{name}' cannot be loaded into the worker, which has another one of that name already: the program has several "
        + "versions or copies of it in load contexts, and a worker has one context. Use one of them in all calls of a pool.";

    private static string Describe(Assembly assembly)
    {
        AssemblyLoadContext? context = AssemblyLoadContext.GetLoadContext(assembly);
        string file =
            assembly.IsDynamic || assembly.Location.Length == 0
                ? "from memory"
                : $"from '{assembly.Location}'";
        return $"version {assembly.GetName().Version} {file} in the load context '{context?.Name ?? context?.ToString()}'";
    }
}
