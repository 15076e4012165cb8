using System.Diagnostics;
using Multiprocessing.Lab.Execution.Sessions;

namespace Multiprocessing.Lab.Tests.Execution;

/// <summary>Front and session speak to each other only: another user of the machine, a real one, is kept out.</summary>
public class SessionLinkSpecs
{
    private const int AnotherUser = 65534;
    private const UnixFileMode Everybody = (UnixFileMode)0b111_111_111;

    [Fact(Timeout = 60_000)]
    public async Task Another_user_cannot_enter_the_folder_of_a_sessions_socket()
    {
        using var link = new SessionLink();
        var accepting = link.AcceptAsync(TestContext.Current.CancellationToken);
        var session = await SessionOfAnotherUserAsync(link);
        Assert.Equal(1, session.ExitCode);
        Assert.Contains("Permission denied", session.Said, StringComparison.Ordinal);
        await AssertServesItsOwnAsync(link, accepting);
    }

    [Fact(Timeout = 60_000)]
    public async Task Another_user_who_gets_as_far_as_the_socket_is_turned_away_and_finds_no_front_to_serve()
    {
        using var link = new SessionLink();
        Open(link);
        var accepting = link.AcceptAsync(TestContext.Current.CancellationToken);
        var session = await SessionOfAnotherUserAsync(link);
        Assert.Equal(1, session.ExitCode);
        Assert.Contains("Another user, 0, listens at", session.Said, StringComparison.Ordinal);
        await AssertServesItsOwnAsync(link, accepting);
    }

    /// <summary>Has another user run a session for the front of that link.</summary>
    private static Task<ProgramRun> SessionOfAnotherUserAsync(SessionLink link)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess,
            "Only root of Linux can run a program as another user."
        );
        var program = typeof(SessionLink).Assembly.Location;
        Assert.SkipUnless(AreOpen(new FileInfo(program)), "Another user may not read the program.");
        var session = DotNet.SameProgram("session", link.Address, "key");
        return OtherProgram.RunAsync(
            new(
                "setpriv",
                [
                    $"--reuid={AnotherUser}",
                    $"--regid={AnotherUser}",
                    "--clear-groups",
                    session.FileName,
                    .. session.ArgumentList,
                ]
            )
        );
    }

    private static bool AreOpen(FileInfo program)
    {
        for (var folder = program.Directory; folder is not null; folder = folder.Parent)
        {
            if (!folder.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
                return false;
        }
        return program.UnixFileMode.HasFlag(UnixFileMode.OtherRead);
    }

    private static void Open(SessionLink link)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.GetDirectoryName(link.Address)!, Everybody);
            File.SetUnixFileMode(link.Address, Everybody);
        }
    }

    private static async Task AssertServesItsOwnAsync(SessionLink link, Task<Stream> accepting)
    {
        var token = TestContext.Current.CancellationToken;
        await using var session = SessionLink.Connect(link.Address, out var lifeline);
        using var _ = lifeline;
        await session.WriteAsync(new byte[] { 7 }, token);
        await using var front = await accepting;
        var heard = new byte[1];
        Assert.Equal(1, await front.ReadAsync(heard, token));
        Assert.Equal(7, heard[0]);
    }
}
