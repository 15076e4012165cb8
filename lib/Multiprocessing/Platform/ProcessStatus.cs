using System.Globalization;

namespace Multiprocessing.Platform;

/// <summary>What Linux says of a process in /proc/[number]/status.</summary>
internal sealed class ProcessStatus
{
    private const long AboveLimits = (1L << 21) | (1L << 24); // CAP_SYS_ADMIN, CAP_SYS_RESOURCE

    private readonly string _text;

    private ProcessStatus(string text) => _text = text;

    /// <summary>Its real user.</summary>
    public long User => Number("\nUid:");

    /// <summary>How many threads it has.</summary>
    public int Threads => (int)Number("\nThreads:");

    /// <summary>For how many descriptors the kernel has made room: never fewer than it has open.</summary>
    public long FileTable => Number("\nFDSize:");

    /// <summary>Whether it may have more processes than its user's limit says.</summary>
    public bool IsAboveLimits =>
        User == 0 || (Number("\nCapEff:", NumberStyles.HexNumber) & AboveLimits) != 0;

    /// <summary>Of this process; null where the system does not show it.</summary>
    /// <exception cref="IOException">There is no descriptor left to look with.</exception>
    public static ProcessStatus? OfSelf() => At("/proc/self/status");

    /// <summary>Of the process of that number; null when it has ended.</summary>
    public static ProcessStatus? Of(int process) => At($"/proc/{process}/status");

    private static ProcessStatus? At(string path) =>
        LinuxFile.ReadStart(path) is { } text ? new ProcessStatus(text) : null;

    /// <summary>0 for a field that is not there, as where Linux is only imitated.</summary>
    private long Number(string field, NumberStyles style = NumberStyles.None)
    {
        int at = _text.IndexOf(field, StringComparison.Ordinal);
        if (at < 0)
        {
            return 0;
        }

        ReadOnlySpan<char> rest = _text.AsSpan(at + field.Length).TrimStart();
        return long.Parse(rest[..rest.IndexOfAny('\t', '\n')], style, CultureInfo.InvariantCulture);
    }
}
