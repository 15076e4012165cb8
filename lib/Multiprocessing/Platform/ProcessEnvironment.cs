using System.Runtime.InteropServices;

namespace Multiprocessing.Platform;

/// <summary>This process's environment variables, as native code and its children see them, too.</summary>
internal static partial class ProcessEnvironment
{
    /// <summary>Sets a variable, or removes it.</summary>
    public static void Set(string name, string? value)
    {
        Environment.SetEnvironmentVariable(name, value);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // On Unix .NET has a copy of its own.
        _ = value is null ? unsetenv(name) : setenv(name, value, overwrite: 1);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int setenv(string name, string value, int overwrite);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int unsetenv(string name);
}
