using System.IO.Pipes;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;
using Microsoft.Win32.SafeHandles;
using Multiprocessing.Platform;
using Multiprocessing.Platform.Windows;
using Multiprocessing.Tests.Windows;
using Xunit;

namespace Multiprocessing.Tests.Platform;

/// <summary>The transport of Windows: what a socket does elsewhere by itself.</summary>
[SupportedOSPlatform("windows")]
public sealed partial class WindowsPipeSpecs
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    public WindowsPipeSpecs() =>
        Assert.SkipUnless(OperatingSystem.IsWindows(), "Only Windows has named pipes.");

    [Fact(Timeout = 60_000)]
    public async Task While_one_thread_waits_to_read_another_writes()
    {
        (LocalSocket server, LocalSocket client) = Connected();
        using (server)
        using (client)
        {
            byte[] got = new byte[1];
            Task<int> reading = OnThread(() => server.Receive(got));
            Task<int> otherReading = OnThread(() => client.Receive(new byte[1]));
            Assert.Equal(1, await OnThread(() => server.Send([1])).WaitAsync(s_patience));
            Assert.Equal(1, await otherReading.WaitAsync(s_patience));
            Assert.False(reading.IsCompleted);
            client.Send([7]);
            Assert.Equal(1, await reading.WaitAsync(s_patience));
            Assert.Equal(7, got[0]);
        }
    }

    /// <summary>Where a read and a write wait for each other cannot be seen everywhere, but what makes them do so can.</summary>
    [Fact]
    public void Neither_end_is_for_calls_that_take_turns()
    {
        const int InTurns = 0x10 | 0x20; // FILE_SYNCHRONOUS_IO_ALERT, FILE_SYNCHRONOUS_IO_NONALERT
        string name = NamedPipe.NewName();
        using SafePipeHandle server = NamedPipe.Create(name, PipeDirection.InOut, 1, isFirst: true);
        using var client = new NamedPipeClientStream(
            ".",
            name,
            PipeDirection.InOut,
            PipeOptions.Asynchronous
        );
        client.Connect(s_patience);
        Assert.Equal(0, ModeOf(server) & InTurns);
        Assert.Equal(0, ModeOf(client.SafePipeHandle) & InTurns);
    }

    [Fact]
    public void Only_this_user_can_open_it()
    {
        using SafePipeHandle pipe = NamedPipe.Create(
            NamedPipe.NewName(),
            PipeDirection.InOut,
            1,
            isFirst: true
        );
        using var stream = new NamedPipeServerStream(PipeDirection.InOut, true, false, pipe);
        PipeSecurity security = stream.GetAccessControl();
        using var self = WindowsIdentity.GetCurrent();
        Assert.Equal(self.Owner, security.GetOwner(typeof(SecurityIdentifier)));
        var rule = (PipeAccessRule)
            Assert.Single(
                security
                    .GetAccessRules(true, true, typeof(SecurityIdentifier))
                    .Cast<AuthorizationRule>()
            );
        Assert.Equal(self.User, rule.IdentityReference);
        Assert.Equal(AccessControlType.Allow, rule.AccessControlType);
    }

    [Fact(
        Skip = "Wine 8 does not know FILE_FLAG_FIRST_PIPE_INSTANCE.",
        SkipType = typeof(Wine),
        SkipWhen = nameof(Wine.IsHere)
    )]
    public void Nobody_listens_where_somebody_does_already()
    {
        string name = NamedPipe.NewName();
        using LocalSocket first = LocalSocket.Listen(name);
        Assert.Throws<SocketException>(() => LocalSocket.Listen(name));
    }

    [Fact(Timeout = 60_000)]
    public async Task Many_connect_and_each_is_told_by_its_process()
    {
        string name = NamedPipe.NewName();
        using LocalSocket listener = LocalSocket.Listen(name);
        Assert.Empty(LocalSocket.Select([listener], TimeSpan.Zero));
        for (int i = 0; i < 3; i++)
        {
            Task<LocalSocket> connecting = OnThread(() => LocalSocket.Connect(name));
            Assert.Equal([listener], LocalSocket.Select([listener], s_patience));
            using LocalSocket server = listener.Accept();
            using LocalSocket client = await connecting.WaitAsync(s_patience);
            Assert.Equal(Environment.ProcessId, server.Peer.Process);
            Assert.Equal(Environment.ProcessId, client.Peer.Process);
            Assert.False(server.Peer.IsOfAnotherUser);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_must_not_wait_hands_over_what_the_pipe_takes_and_all_of_it_arrives()
    {
        (LocalSocket server, LocalSocket client) = Connected();
        using (server)
        using (client)
        {
            byte[] block = [.. Enumerable.Range(0, 16 * 1024).Select(i => (byte)(i % 251))];
            int sent = 0;
            int some;
            while ((some = client.TrySend(block)) > 0)
            {
                Assert.Equal(block.Length, some);
                sent += some;
            }

            // One that waits comes behind what was left to the system.
            Task<int> last = OnThread(() => client.Send([99]));
            byte[] all = new byte[sent + 1];
            for (int got = 0; got < all.Length; )
            {
                got += server.Receive(all.AsSpan(got));
            }

            await last.WaitAsync(s_patience);
            Assert.Equal(99, all[^1]);
            Assert.All(
                Enumerable.Range(0, sent / block.Length),
                i => Assert.Equal(block, all.AsSpan(i * block.Length, block.Length))
            );
            Assert.Equal(block.Length, client.TrySend(block));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task What_comes_is_seen_by_who_waits_and_stays_to_be_read()
    {
        (LocalSocket server, LocalSocket client) = Connected();
        using (server)
        using (client)
        {
            Assert.False(server.HasBytes(TimeSpan.Zero));
            Assert.False(server.HasBytes(TimeSpan.FromMilliseconds(30)));
            Assert.Null(server.TryReceive(new byte[4]));
            Task<bool> waiting = OnThread(() => server.HasBytes(s_patience));
            client.Send([1, 2, 3]);
            Assert.True(await waiting);
            Assert.Equal([server], LocalSocket.Select([server, client], s_patience));
            byte[] got = new byte[8];
            Assert.Equal(3, server.TryReceive(got));
            Assert.Equal([1, 2, 3], got[..3]);
            Assert.Null(server.TryReceive(got));
            client.Send([4]);
            client.Dispose();
            Assert.True(server.HasBytes(s_patience));
            Assert.Equal(1, server.TryReceive(got));
            Assert.Equal(0, server.TryReceive(got));
            Assert.Equal(0, server.Receive(got));
            Assert.Throws<SocketException>(() => server.Send(got));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Whoever_waits_is_woken_when_it_is_disposed_of()
    {
        (LocalSocket server, LocalSocket client) = Connected();
        string name = NamedPipe.NewName();
        LocalSocket listener = LocalSocket.Listen(name);
        using (client)
        {
            Task<Exception?>[] waiting =
            [
                OnThread(() =>
                    Record.Exception(() => Assert.Equal(0, server.Receive(new byte[1])))
                ),
                OnThread(() => Record.Exception(() => server.HasBytes(Timeout.InfiniteTimeSpan))),
                OnThread(() => Record.Exception(() => server.Send(new byte[10_000_000]))),
                OnThread(() => Record.Exception(() => listener.Accept())),
            ];
            await Task.WhenAny([.. waiting, Task.Delay(TimeSpan.FromMilliseconds(200))]);
            Assert.All(waiting, task => Assert.False(task.IsCompleted));
            server.Dispose();
            listener.Dispose();
            Exception?[] seen = await Task.WhenAll(waiting).WaitAsync(s_patience);
            Assert.All(
                seen,
                e => Assert.True(e is null or SocketException or ObjectDisposedException)
            );
            Assert.NotNull(seen[2]);
            Assert.NotNull(seen[3]);
        }
    }

    /// <summary>Not of the pool, which has no more threads than cores at first: all of them wait here.</summary>
    private static Task<T> OnThread<T>(Func<T> waits) =>
        Task.Factory.StartNew(
            waits,
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );

    private static (LocalSocket Server, LocalSocket Client) Connected()
    {
        string name = NamedPipe.NewName();
        using LocalSocket listener = LocalSocket.Listen(name);
        LocalSocket client = LocalSocket.Connect(name);
        return (listener.Accept(), client);
    }

    private static int ModeOf(SafePipeHandle pipe)
    {
        const int Mode = 16; // FileModeInformation
        Assert.Equal(0, NtQueryInformationFile(pipe, new long[2], out int mode, 4, Mode));
        return mode;
    }

    [LibraryImport("ntdll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int NtQueryInformationFile(
        SafePipeHandle file,
        long[] status,
        out int information,
        int length,
        int kind
    );
}
