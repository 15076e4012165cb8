using Multiprocessing.Platform;
using Xunit;

namespace Multiprocessing.Tests.Platform;

/// <summary>What an exit code says, of this system and of the other kind.</summary>
public class ExitCodeSpecs
{
    private static readonly ExitCodes s_unix = new(isWindows: false);
    private static readonly ExitCodes s_windows = new(isWindows: true);

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(3, 3, 3)]
    [InlineData(137, null, -9)]
    [InlineData(137, 137, 137)]
    [InlineData(143, null, -15)]
    [InlineData(143, 0, -15)] // what an orderly end after SIGTERM gives
    [InlineData(128, null, 128)]
    [InlineData(150, null, 150)] // the host: no such runtime; SIGTTOU only stops
    [InlineData(192, null, -64)]
    [InlineData(193, null, 193)]
    public void A_signal_is_told_from_a_code_by_what_was_announced(
        int code,
        int? announced,
        int expected
    ) => Assert.Equal(expected, s_unix.Read(code, announced));

    [Theory]
    [InlineData(0)]
    [InlineData(137)]
    [InlineData(0xFFFFFFFF)]
    [InlineData(0xC0000005)]
    public void Windows_has_no_signals(uint code) =>
        Assert.Equal((int)code, s_windows.Read((int)code, announced: null));

    [Theory]
    [InlineData(-9, null, true)]
    [InlineData(-15, null, false)]
    [InlineData(-6, null, false)]
    [InlineData(1, null, false)]
    [InlineData(137, 137, false)]
    public void Elsewhere_who_was_killed_has_SIGKILLs_number(
        int code,
        int? announced,
        bool expected
    ) => Assert.Equal(expected, s_unix.IsKilled(code, announced));

    [Theory]
    [InlineData(0xFFFFFFFF, true)] // Process.Kill
    [InlineData(0x00000001, false)] // taskkill /F, but also an error
    [InlineData(0x40010004, true)]
    [InlineData(0xC000013A, true)]
    [InlineData(0xC0000005, false)]
    [InlineData(0xC00000FD, false)]
    [InlineData(0x80131623, false)]
    [InlineData(0xE0434352, false)]
    [InlineData(0x80008083, false)] // the host found no runtime
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(0, false)]
    public void On_Windows_who_was_killed_has_a_code_from_outside_that_it_did_not_announce(
        uint code,
        bool expected
    )
    {
        Assert.Equal(expected, s_windows.IsKilled((int)code, announced: null));
        Assert.False(s_windows.IsKilled((int)code, announced: (int)code));
    }

    [Fact]
    public void What_Kill_leaves_counts_as_killed()
    {
        Assert.True(s_unix.IsKilled(s_unix.Killed, announced: null));
        Assert.True(s_windows.IsKilled(s_windows.Killed, announced: null));
    }

    [Theory]
    [InlineData(-6, 0x80131623)]
    [InlineData(-6, 0xC0000602)]
    public void An_abort_is_known(int ofUnix, uint ofWindows)
    {
        Assert.True(s_unix.IsAbort(ofUnix));
        Assert.False(s_unix.IsAbort((int)ofWindows));
        Assert.True(s_windows.IsAbort((int)ofWindows));
        Assert.False(s_windows.IsAbort(ofUnix));
        Assert.False(s_windows.IsAbort(unchecked((int)0xC0000005)));
    }

    [Theory]
    [InlineData(3, "ended with exit code 3")]
    [InlineData(-10, "was ended by signal 10")]
    [InlineData(-15, "was ended by signal 15 (SIGTERM)")]
    [InlineData(
        -9,
        "was ended by signal 9 (SIGKILL: killed from outside, by a program or for lack of memory)"
    )]
    public void Elsewhere_a_negative_code_is_told_as_a_signal(int code, string expected) =>
        Assert.Equal(expected, s_unix.Tell(code));

    [Theory]
    [InlineData(3, "ended with exit code 3")]
    [InlineData(0xFFFFFFFF, "ended with exit code -1")]
    [InlineData(
        0xC0000005,
        "ended with exit code 0xC0000005 (an access violation: a crash in native or unsafe code)"
    )]
    [InlineData(0xC00000FD, "ended with exit code 0xC00000FD (a stack overflow)")]
    [InlineData(0xE0434352, "ended with exit code 0xE0434352 (an exception that nobody caught)")]
    [InlineData(0xC0001234, "ended with exit code 0xC0001234")]
    public void On_Windows_the_systems_codes_are_told_by_digits_and_meaning(
        uint code,
        string expected
    ) => Assert.Equal(expected, s_windows.Tell((int)code));

    [Fact]
    public void What_was_told_or_done_from_outside_is_said()
    {
        Assert.Equal("was ended by signal 6 (SIGABRT)", s_unix.Tell(-6, isTold: true));
        Assert.Equal(
            "ended with exit code 0x80131623",
            s_windows.Tell(WindowsExitCode.FailFast, isTold: true)
        );
        Assert.Equal(
            "was ended from outside, with exit code -1",
            s_windows.Tell(-1, isKilled: true)
        );
        Assert.Equal(
            "was ended from outside, with exit code 0xC000013A (Ctrl+C, or its console was closed)",
            s_windows.Tell(unchecked((int)0xC000013A), isKilled: true)
        );
    }

    [Theory]
    [InlineData(2, "standard error")]
    [InlineData(0x80008083, "standard error")]
    [InlineData(0xE0434352, "standard error")]
    [InlineData(0xC0000142, "crashed")]
    [InlineData(0xFFFFFFFF, "killed")]
    [InlineData(0xC000013A, "killed")]
    public void Why_a_worker_never_came_up_is_sought_where_it_stands(uint code, string expected)
    {
        bool isKilled = s_windows.IsKilled((int)code, announced: null);
        Assert.Contains(expected, s_windows.Cause((int)code, isKilled), StringComparison.Ordinal);
    }
}
