using System.Collections;
using System.Text;

namespace Multiprocessing.Platform;

/// <summary>How much room a program's environment takes when it is started, and how much there is; in bytes, on Windows in characters.</summary>
internal static class EnvironmentSize
{
    // What a worker's own arguments, and variables that it is given besides, take at most.
    private const long Others = 16 * 1024;

    /// <summary>The most for one variable and its name.</summary>
    public static long MostEach =>
        OperatingSystem.IsLinux() ? 32L * Environment.SystemPageSize
        : OperatingSystem.IsWindows() ? short.MaxValue
        : MostTotal;

    /// <summary>The most for all.</summary>
    public static long MostTotal
    {
        get
        {
            const long Least = 128 * 1024;
            const long Most = 6 * 1024 * 1024;
            return OperatingSystem.IsLinux() ? Math.Clamp(LinuxLimits.MostStack / 4, Least, Most)
                : OperatingSystem.IsWindows() ? long.MaxValue
                : 1024 * 1024;
        }
    }

    /// <summary>What one variable takes: its name, an equals sign, its value and an end.</summary>
    public static long Of(string name, string? value) =>
        OperatingSystem.IsWindows()
            ? name.Length + (value?.Length ?? 0) + 2L
            : Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(value ?? "") + 2L;

    /// <summary>What this process's environment takes with those variables set or removed, in a worker.</summary>
    public static long With(IReadOnlyDictionary<string, string?> variables)
    {
        long total = Others;
        foreach (DictionaryEntry own in Environment.GetEnvironmentVariables())
        {
            string name = (string)own.Key;
            total += variables.ContainsKey(name) ? 0 : Of(name, (string?)own.Value) + IntPtr.Size;
        }

        foreach ((string name, string? value) in variables)
        {
            total += value is null ? 0 : Of(name, value) + IntPtr.Size;
        }

        return total;
    }
}
