using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Multiprocessing.Platform;

namespace Multiprocessing.Code;

/// <summary>
/// Where this process has the native libraries of its assemblies. The runtime itself is asked, by loading them: only so the
/// folders of the program's deps.json, load contexts, their events and resolvers all have their say.
/// </summary>
internal static class NativeCode
{
    // What NativeLibrary.SetDllImportResolver fills. Loading by name does not ask it, only a call of a native function does.
    private static readonly FieldInfo? s_resolvers = typeof(NativeLibrary).GetField(
        "s_nativeDllResolveMap",
        BindingFlags.Static | BindingFlags.NonPublic
    );

    /// <summary>The file that the library is loaded from for that assembly; null where this process does not find it either.</summary>
    public static string? Locate(Assembly assembly, string library)
    {
        try
        {
            nint handle = Resolve(assembly, library);
            return
                handle != 0
                || NativeLibrary.TryLoad(library, assembly, searchPath: null, out handle)
                ? LoadedLibrary.PathOf(handle)
                : null;
        }
        catch (Exception)
        {
            // Resolvers are other people's code. The worker says that it lacks the library where that is called.
            return null;
        }
    }

    private static nint Resolve(Assembly assembly, string library) =>
        s_resolvers?.GetValue(null) is ConditionalWeakTable<Assembly, DllImportResolver> resolvers
        && resolvers.TryGetValue(assembly, out DllImportResolver? resolve)
            ? resolve(library, assembly, null)
            : 0;
}
