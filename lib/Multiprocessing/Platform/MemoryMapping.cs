using System.Globalization;
using System.Runtime.InteropServices;

namespace Multiprocessing.Platform;

/// <summary>Pieces of this process's memory that may be read, as the operating system knows them.</summary>
/// <param name="Start">The address of its first byte.</param>
/// <param name="End">The address behind its last byte.</param>
internal readonly partial record struct MemoryMapping(nuint Start, nuint End)
{
    private const uint Committed = 0x1000; // MEM_COMMIT
    private const uint NoAccess = 0x01; // PAGE_NOACCESS
    private const uint Guard = 0x100; // PAGE_GUARD
    private const int Readable = 1; // VM_PROT_READ
    private const int BasicInfo = 9; // VM_REGION_BASIC_INFO_64

    /// <summary>The piece around an address; null where nothing is, or may be read.</summary>
    public static MemoryMapping? Around(nuint address) =>
        OperatingSystem.IsLinux() ? AroundOnLinux(address)
        : OperatingSystem.IsWindows() ? AroundOnWindows(address)
        : OperatingSystem.IsMacOS() ? AroundOnMacOS(address)
        : null;

    private static MemoryMapping? AroundOnLinux(nuint address)
    {
        foreach (string line in File.ReadLines("/proc/self/maps"))
        {
            // 7f34bb133000-7f34bb135000 rw-s 00000000 00:01 1465   /dev/zero (deleted)
            int dash = line.IndexOf('-', StringComparison.Ordinal);
            int blank = line.IndexOf(' ', StringComparison.Ordinal);
            nuint start = Number(line.AsSpan(0, dash));
            nuint end = Number(line.AsSpan(dash + 1, blank - dash - 1));
            if (address >= start && address < end)
            {
                return line[blank + 1] == 'r' ? new MemoryMapping(start, end) : null;
            }
        }

        return null;
    }

    private static nuint Number(ReadOnlySpan<char> digits) =>
        nuint.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static MemoryMapping? AroundOnWindows(nuint address)
    {
        WindowsRegion own = RegionFrom(address);
        if (!own.IsReadable)
        {
            return null;
        }

        // The system looks upwards from the page it is asked for. What goes before that lies in the same allocation.
        nuint start = own.Start;
        WindowsRegion before;
        for (nuint at = own.Allocation; at < own.Start; at = before.Start + before.Length)
        {
            before = RegionFrom(at);
            start = before.IsReadable ? nuint.Min(start, before.Start) : own.Start;
        }

        return new MemoryMapping(start, own.Start + own.Length);
    }

    private static unsafe WindowsRegion RegionFrom(nuint address) =>
        VirtualQuery(address, out WindowsRegion region, (nuint)sizeof(WindowsRegion)) != 0
            ? region
            : throw new InvalidOperationException(
                $"Windows does not know what lies at {address:x}."
            );

    private static unsafe MemoryMapping? AroundOnMacOS(nuint address)
    {
        ulong start = address;
        MacRegion region;
        uint words = (uint)(sizeof(MacRegion) / sizeof(int));
        // It looks upwards, to the next piece.
        bool found =
            mach_vm_region(
                task_self_trap(),
                ref start,
                out ulong length,
                BasicInfo,
                &region,
                ref words,
                out _
            ) == 0;
        return found && start <= address && (region.Protection & Readable) != 0
            ? new MemoryMapping((nuint)start, (nuint)(start + length))
            : null;
    }

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nuint VirtualQuery(nuint address, out WindowsRegion region, nuint size);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint task_self_trap();

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int mach_vm_region(
        uint task,
        ref ulong address,
        out ulong size,
        int kind,
        MacRegion* region,
        ref uint words,
        out uint name
    );

    [StructLayout(LayoutKind.Sequential)]
    private struct WindowsRegion
    {
        public nuint Start;
        public nuint Allocation;
        public uint AllocationProtection;
        public ushort Partition;
        public nuint Length;
        public uint State;
        public uint Protection;
        public uint Kind;

        public readonly bool IsReadable =>
            State == Committed && (Protection & (NoAccess | Guard)) == 0;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct MacRegion
    {
        public int Protection;
        public int MostProtection;
        public uint Inheritance;
        public int Shared;
        public int Reserved;
        public ulong Offset;
        public int Behaviour;
        public ushort Wired;
    }
}
