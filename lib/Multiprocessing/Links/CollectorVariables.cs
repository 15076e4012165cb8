using System.Globalization;

namespace Multiprocessing.Links;

/// <summary>The garbage collector of a worker, as variables, which count more than any configuration file.</summary>
internal static class CollectorVariables
{
    private const string Server = "DOTNET_gcServer";
    private const string Heaps = "DOTNET_GCHeapCount";
    private const string Concurrent = "DOTNET_gcConcurrent";

    /// <summary>What the pool's options say.</summary>
    public static void Set(LaunchVariables variables, PoolOptions options)
    {
        if (options.ServerGC)
        {
            variables.Set(Server, "1");
            variables.Set(
                Heaps,
                (options.GCHeapCount ?? 0).ToString("x", CultureInfo.InvariantCulture) // none: as many as cores
            );
        }
    }

    /// <summary>
    /// What is usual in workers, and would otherwise be as in the program's own configuration; variables of the user count more.
    /// </summary>
    public static void SetUsual(LaunchVariables variables, List<RuntimeSetting> settings)
    {
        SetUnlessSet(variables, Server, "0");
        SetUnlessSet(variables, Heaps, "0");
        if (!settings.Exists(s => s.Name == RuntimeConfiguration.ConcurrentCollection))
        {
            SetUnlessSet(variables, Concurrent, "0");
        }
    }

    private static void SetUnlessSet(LaunchVariables variables, string name, string value)
    {
        if (variables[name] is null)
        {
            variables.Set(name, value);
        }
    }
}
