using System.Reflection;
using System.Runtime.InteropServices;
using Multiprocessing.Platform;
using Xunit;

namespace Multiprocessing.Tests.Platform;

/// <summary>
/// What the library calls in the operating systems. A name that a system lacks shows only when it is called there, so each was
/// looked up: in glibc, in musl (1.1.20 and later, by whose own account it is the libc of any name) and in macOS.
/// </summary>
public class NativeImportSpecs
{
    private static readonly string[] s_unix =
    [
        "access",
        "bind",
        "connect",
        "geteuid",
        "getpgid",
        "getppid",
        "getsockopt",
        "kill",
        "listen",
        "mkdtemp",
        "mmap",
        "munmap",
        "open",
        "poll",
        "raise",
        "read",
        "recv",
        "send",
        "setenv",
        "setpgid",
        "setpriority",
        "setsockopt",
        "shutdown",
        "sigaction",
        "signal",
        "socket",
        "unsetenv",
        "write",
    ];

    /// <summary>Of these macOS has none, or with another meaning.</summary>
    private static readonly string[] s_linux =
    [
        "accept4",
        "dlinfo",
        "getrandom",
        "getrlimit",
        "memfd_create",
        "posix_fallocate",
        "prctl",
        "sched_getaffinity",
        "sched_setaffinity",
    ];

    private static readonly string[] s_mac =
    [
        "_dyld_get_image_name",
        "_dyld_image_count",
        "dlclose",
        "dlopen",
        "getpeereid",
        "mach_vm_region",
        "proc_pid_rusage",
        "task_self_trap",
    ];

    private static readonly (MethodInfo Method, string Library, string Name)[] s_imports =
    [
        .. typeof(Signals)
            .Assembly.GetTypes()
            .SelectMany(type =>
                type.GetMethods(
                    BindingFlags.Static
                        | BindingFlags.Public
                        | BindingFlags.NonPublic
                        | BindingFlags.DeclaredOnly
                )
            )
            .Select(method => (method, method.GetCustomAttribute<DllImportAttribute>()))
            .Where(import => import.Item2 is not null)
            .Select(import =>
                (import.method, import.Item2!.Value, import.Item2.EntryPoint ?? import.method.Name)
            ),
    ];

    [Fact]
    public void Each_name_was_looked_up() =>
        Assert.Equal(
            s_unix.Concat(s_linux).Concat(s_mac).Order(StringComparer.Ordinal),
            s_imports
                .Where(import => !IsOfWindows(import.Library))
                .Select(import => import.Name)
                .Distinct()
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Each_library_is_one_that_its_systems_have() =>
        Assert.All(
            s_imports.Where(import => !IsOfWindows(import.Library)),
            import =>
                Assert.Contains(
                    import.Library,
                    s_mac.Contains(import.Name) ? ["libc", "libSystem", "libproc"]
                        : import.Name == "dlinfo" ? ["libc", "libdl.so.2"] // where it was before glibc 2.34
                        : (string[])["libc"]
                )
        );

    [Fact]
    public void Each_name_of_Linux_is_in_this_Linuxs_library()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "looks into Linux's library");
        nint library = NativeLibrary.Load("libc", typeof(Signals).Assembly, null);
        Assert.All(
            s_unix.Concat(s_linux),
            name => Assert.True(NativeLibrary.TryGetExport(library, name, out _), name)
        );
    }

    [Fact]
    public void No_library_is_looked_for_beside_the_program()
    {
        Assert.All(
            s_imports,
            import =>
            {
                DllImportSearchPath expected = IsOfWindows(import.Library)
                    ? DllImportSearchPath.System32
                    : DllImportSearchPath.SafeDirectories;
                DllImportSearchPath? found = import
                    .Method.GetCustomAttribute<DefaultDllImportSearchPathsAttribute>()
                    ?.Paths;
                Assert.True(found == expected, $"{import.Library}: {import.Name} {found}");
            }
        );
    }

    private static bool IsOfWindows(string library) => library is "kernel32" or "ntdll";
}
