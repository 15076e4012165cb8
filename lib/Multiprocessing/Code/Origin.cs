using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiprocessing.Code;

/// <summary>Where an assembly comes from. Asked for each type that a call mentions, so found out once.</summary>
internal sealed class Origin
{
    private static readonly ConditionalWeakTable<Assembly, Origin> s_known = [];

    private Origin(Assembly assembly)
    {
        string location = assembly.IsDynamic ? "" : assembly.Location;
        IsInMemory = !assembly.IsDynamic && location.Length == 0;
        IsFramework = location.StartsWith(
            RuntimeEnvironment.GetRuntimeDirectory(),
            StringComparison.Ordinal
        );
    }

    /// <summary>True for what a worker cannot load from a file: cells, scripts, assemblies loaded from bytes.</summary>
    public bool IsInMemory { get; }

    /// <summary>True for what lies in the runtime's own folder.</summary>
    public bool IsFramework { get; }

    public static Origin Of(Assembly assembly) =>
        s_known.TryGetValue(assembly, out Origin? known)
            ? known
            : s_known.GetValue(assembly, static assembly => new Origin(assembly));
}
