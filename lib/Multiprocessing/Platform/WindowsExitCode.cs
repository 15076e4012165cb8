using System.Globalization;

namespace Multiprocessing.Platform;

/// <summary>
/// The exit codes that Windows and .NET give a process there which did not end itself in an orderly way. Linked into the Lab as
/// well, which does not depend on this library.
/// </summary>
internal static class WindowsExitCode
{
    /// <summary>After <see cref="System.Diagnostics.Process.Kill()"/>, and after PowerShell's Stop-Process, which calls it.</summary>
    public const int Killed = -1;

    /// <summary>After <see cref="Environment.FailFast(string)"/>.</summary>
    public const int FailFast = unchecked((int)0x80131623);

    /// <summary>The same where the system does not take the code that the runtime gives it, as Wine.</summary>
    public const int FailFastOfSystem = unchecked((int)0xC0000602);

    /// <summary>After an exception that nobody caught.</summary>
    public const int Unhandled = unchecked((int)0xE0434352);

    private const int Interrupted = unchecked((int)0xC000013A);
    private const int EndedBySystem = 0x40010004;
    private const uint Error = 0xC000_0000;

    /// <summary>Whether that code comes from somebody who ended the process, provided that it has not announced the code itself.</summary>
    /// <remarks>Not 1, the code after <c>taskkill /F</c> and the Task Manager: most programs say so of an error.</remarks>
    public static bool IsFromOutside(int code) => code is Killed or Interrupted or EndedBySystem;

    /// <summary>Whether the process crashed: an error of the system's is its code.</summary>
    public static bool IsCrash(int code) =>
        code != Interrupted && ((uint)code & 0xF000_0000) == Error;

    /// <summary>The code, as a number that is looked for: those of the system are known by their hexadecimal digits.</summary>
    public static string Number(int code) =>
        code is >= -0xFFFF and <= 0xFFFF
            ? code.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"0x{code:X8}");

    /// <summary>What a code means that nobody but the system or .NET gives; null for any other.</summary>
    public static string? Meaning(int code) =>
        unchecked((uint)code) switch
        {
            0x4001_0004 => "ended from outside, as when the user signs off",
            0x8013_1506 => "an internal error of the runtime",
            0x8013_1623 or 0xC000_0602 => "Environment.FailFast, or a crash of the runtime",
            0xC000_0005 => "an access violation: a crash in native or unsafe code",
            0xC000_0006 => "a page of a file could not be read",
            0xC000_0017 or 0xC000_012D => "out of memory",
            0xC000_001D => "an illegal instruction: a crash in native code",
            0xC000_00FD => "a stack overflow",
            0xC000_0135 => "a DLL was not found",
            0xC000_013A => "Ctrl+C, or its console was closed",
            0xC000_0142 =>
                "a DLL could not be initialized, as when the session has no room for more processes",
            0xC000_0374 => "a damaged heap: a crash in native code",
            0xC000_0409 => "abort or fast fail: a crash in native code",
            0xE043_4352 => "an exception that nobody caught",
            _ => null,
        };
}
