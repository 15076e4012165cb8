using System.Reflection;
using System.Runtime.Loader;

// The library brings this program along and so cannot be a reference of it; it lies beside.
Assembly library = AssemblyLoadContext.Default.LoadFromAssemblyPath(
    Path.Combine(AppContext.BaseDirectory, "Multiprocessing.dll")
);
return library
    .GetType("Multiprocessing.Workers.WorkerMain", throwOnError: true)!
    .GetMethod("Run")!
    .CreateDelegate<Func<int>>()();
