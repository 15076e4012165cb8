using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Multiprocessing.Code;

/// <summary>Where an assembly comes from. Asked for each type that a call mentions, so found out once.</summary>
internal sealed class Origin
{
    private static readonly ConditionalWeakTable<Assembly, Origin> s_known = [];

    // A program that brings its own runtime has it in one folder, or one file, with its own assemblies.
    private static readonly bool s_isRuntimeApart =
        typeof(object).Assembly.Location.Length > 0
        && Path.GetDirectoryName(typeof(object).Assembly.Location)
            != Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);

    private Origin(Assembly assembly, bool isFetched = false)
    {
        string location = assembly.IsDynamic ? "" : assembly.Location;
        IsBundled =
            !assembly.IsDynamic
            && !isFetched
            && location.Length == 0
            && AssemblyLoadContext.GetLoadContext(assembly) == AssemblyLoadContext.Default
            && HasNoCodeBase(assembly);
        IsInMemory = !assembly.IsDynamic && location.Length == 0 && !IsBundled;
        IsFramework = s_isRuntimeApart
            ? location.StartsWith(
                RuntimeEnvironment.GetRuntimeDirectory(),
                StringComparison.Ordinal
            )
            : !IsInMemory && IsSignedAsFramework(assembly);
    }

    /// <summary>True for what a worker cannot load from a file: cells, scripts, assemblies loaded from bytes.</summary>
    public bool IsInMemory { get; }

    /// <summary>True for what lies in the single file of a program, which its workers are started from, too.</summary>
    public bool IsBundled { get; }

    /// <summary>True for what belongs to the runtime.</summary>
    public bool IsFramework { get; }

    public static Origin Of(Assembly assembly) =>
        s_known.TryGetValue(assembly, out Origin? known)
            ? known
            : s_known.GetValue(assembly, static assembly => new Origin(assembly));

    /// <summary>Notes of an assembly that this process itself has loaded from bytes.</summary>
    public static void MarkFetched(Assembly assembly) =>
        s_known.AddOrUpdate(assembly, new Origin(assembly, isFetched: true));

    /// <summary>
    /// The one thing by which assemblies of a single file and those that were loaded from bytes differ. Where the runtime is in the
    /// file, too, it is no difference: what a program there has loaded into the default context counts as bundled.
    /// </summary>
    [SuppressMessage(
        "SingleFile",
        "IL3000",
        Justification = "That it throws in a single file is what is asked for."
    )]
    private static bool HasNoCodeBase(Assembly assembly)
    {
        try
        {
#pragma warning disable SYSLIB0012 // obsolete, and documented to throw for assemblies of a single file
            return assembly.CodeBase is null;
#pragma warning restore SYSLIB0012
        }
        catch (NotSupportedException)
        {
            return true;
        }
    }

    private static bool IsSignedAsFramework(Assembly assembly) =>
        !assembly.IsDynamic
        && Convert.ToHexStringLower(assembly.GetName().GetPublicKeyToken() ?? [])
            is "7cec85d7bea7798e"
                or "b03f5f7f11d50a3a"
                or "b77a5c561934e089"
                or "cc7b13ffcd2ddd51";
}
