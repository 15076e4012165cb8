using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Multiprocessing.Lab.Execution.Packages;

/// <summary>Lets the assemblies of packages find the native libraries that came with them.</summary>
internal static class NativeAssets
{
    private static readonly ConcurrentQueue<string> s_folders = [];
    private static readonly ConcurrentDictionary<AssemblyLoadContext, bool> s_watched = [];
    private static int _started;

    public static void Add(IEnumerable<string> folders)
    {
        foreach (var folder in folders)
            s_folders.Enqueue(folder);
        if (s_folders.IsEmpty || Interlocked.Exchange(ref _started, 1) == 1)
            return;
        // Roslyn loads into contexts of its own, which only show once something is loaded into them.
        AppDomain.CurrentDomain.AssemblyLoad += (_, e) =>
            Watch(AssemblyLoadContext.GetLoadContext(e.LoadedAssembly));
        foreach (var context in AssemblyLoadContext.All)
            Watch(context);
    }

    private static void Watch(AssemblyLoadContext? context)
    {
        if (context is not null && s_watched.TryAdd(context, true))
            context.ResolvingUnmanagedDll += (_, name) => Load(name);
    }

    private static nint Load(string name)
    {
        foreach (var folder in s_folders)
        {
            foreach (var file in FileNames(name))
            {
                var path = Path.Combine(folder, file);
                if (File.Exists(path) && NativeLibrary.TryLoad(path, out var handle))
                    return handle;
            }
        }
        return 0;
    }

    private static IEnumerable<string> FileNames(string name)
    {
        var extension =
            OperatingSystem.IsWindows() ? ".dll"
            : OperatingSystem.IsMacOS() ? ".dylib"
            : ".so";
        return [name, name + extension, $"lib{name}{extension}"];
    }
}
