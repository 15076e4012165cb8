using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Multiprocessing.Platform;

/// <summary>A native library that this process has loaded.</summary>
internal static unsafe partial class LoadedLibrary
{
    /// <summary>The file that it was loaded from; null where the system does not tell.</summary>
    /// <param name="handle">What <see cref="NativeLibrary"/> gave for it.</param>
    public static string? PathOf(nint handle)
    {
        string? path =
            OperatingSystem.IsWindows() ? PathAmongModules(handle)
            : OperatingSystem.IsMacOS() ? PathAmongImages(handle)
            : PathInLinkMap(handle);
        return string.IsNullOrEmpty(path) ? null : Path.GetFullPath(path);
    }

    private static string? PathAmongModules(nint handle)
    {
        using var self = Process.GetCurrentProcess();
        foreach (ProcessModule module in self.Modules)
        {
            if (module.BaseAddress == handle)
            {
                return module.FileName;
            }
        }

        return null;
    }

    private static string? PathInLinkMap(nint handle)
    {
        const int LinkMapOf = 2; // RTLD_DI_LINKMAP
        const int Name = 1; // l_name, after l_addr
        nint* map = null;
        int result;
        try
        {
            result = dlinfo(handle, LinkMapOf, &map);
        }
        catch (EntryPointNotFoundException)
        {
            result = DlinfoBefore234(handle, LinkMapOf, &map);
        }

        return result == 0 && map is not null ? Marshal.PtrToStringUTF8(map[Name]) : null;
    }

    private static string? PathAmongImages(nint handle)
    {
        const int OnlyIfLoaded = 0x1 | 0x10; // RTLD_LAZY, RTLD_NOLOAD
        for (uint i = 0; i < _dyld_image_count(); i++)
        {
            nint name = _dyld_get_image_name(i);
            nint image = name == 0 ? 0 : dlopen(name, OnlyIfLoaded);
            if (image != 0)
            {
                _ = dlclose(image);
            }

            if (image == handle)
            {
                return Marshal.PtrToStringUTF8(name);
            }
        }

        return null;
    }

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int dlinfo(nint library, int what, nint** map);

    // Where glibc has it in a library of its own.
    [LibraryImport("libdl.so.2", EntryPoint = "dlinfo")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int DlinfoBefore234(nint library, int what, nint** map);

    [LibraryImport("libSystem")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint _dyld_image_count();

    [LibraryImport("libSystem")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint _dyld_get_image_name(uint index);

    [LibraryImport("libSystem")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint dlopen(nint path, int how);

    [LibraryImport("libSystem")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int dlclose(nint library);
}
