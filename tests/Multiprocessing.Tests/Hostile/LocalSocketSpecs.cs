using System.Net.Sockets;
using Multiprocessing.Platform;
using Multiprocessing.Platform.Windows;
using Xunit;

namespace Multiprocessing.Tests.Hostile;

public sealed class LocalSocketSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mp-socket-");

    /// <summary>By the system's own calls and by .NET's sockets, at a name and at a file.</summary>
    public static TheoryData<bool, bool, bool> Ways =>
        OperatingSystem.IsLinux()
            ? new()
            {
                { false, false, false },
                { false, false, true },
                { false, true, false },
                { true, false, false },
                { true, true, true },
            }
            : new() { { true, true, true } };

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Ways))]
    public async Task Bytes_go_both_ways_until_an_end_is_disposed(
        bool listensByNet,
        bool connectsByNet,
        bool atFile
    )
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has pipes: WindowsPipeSpecs.");
        await Task.Yield();
        string address = Address(atFile);
        using LocalSocket listener = listensByNet
            ? NetSocket.ListenAt(address)
            : LinuxSocket.ListenAt(address);
        Assert.Empty(LocalSocketsReady(listener, listensByNet, TimeSpan.Zero));
        using LocalSocket one = connectsByNet
            ? NetSocket.ConnectTo(address)
            : LinuxSocket.ConnectTo(address);
        Assert.Equal(
            [listener],
            LocalSocketsReady(listener, listensByNet, TimeSpan.FromMinutes(1))
        );
        using LocalSocket other = listener.Accept();
        byte[] got = new byte[8];
        Assert.Equal(3, one.Send([1, 2, 3]));
        Assert.Equal(3, other.Receive(got));
        Assert.Equal([1, 2, 3], got[..3]);
        Assert.Equal(1, other.Send([9]));
        Assert.Equal(1, one.Receive(got));
        Assert.Equal(9, got[0]);
        one.Dispose();
        Assert.Equal(0, other.Receive(got));
        Assert.Throws<SocketException>(() =>
        {
            other.Send(got);
            other.Send(got);
        });
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_threads_may_dispose_of_it_at_the_same_time()
    {
        using var together = new Barrier(2);
        for (int i = 0; i < 10_000; i++)
        {
            using LocalSocket listener = LocalSocket.Listen(
                Address(atFile: !OperatingSystem.IsLinux()) + i
            );
            void Dispose()
            {
                together.SignalAndWait();
                listener.Dispose();
            }

            Task other = Task.Run(Dispose);
            Dispose();
            await other;
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_waits_for_bytes_hears_that_the_socket_is_disposed()
    {
        string address = Address(atFile: !OperatingSystem.IsLinux());
        using LocalSocket listener = LocalSocket.Listen(address);
        using LocalSocket one = LocalSocket.Connect(address);
        using LocalSocket other = listener.Accept();
        Task<Exception?> waiting = Task.Run(() =>
            Record.Exception(() => Assert.Equal(0, other.Receive(new byte[1])))
        );
        while (!waiting.IsCompleted)
        {
            await Task.Delay(10);
            other.Dispose();
        }

        Assert.True(await waiting is null or SocketException or ObjectDisposedException);
    }

    [Fact(Timeout = 60_000)]
    public async Task Connecting_where_nobody_waits_fails_with_a_reason()
    {
        await Task.Yield();
        Assert.NotEmpty(
            Assert.Throws<SocketException>(() => LocalSocket.Connect(Address(atFile: true))).Message
        );
    }

    private string Address(bool atFile) =>
        OperatingSystem.IsWindows() ? NamedPipe.NewName()
        : atFile ? Path.Combine(_folder.FullName, "s")
        : $"@multiprocessing-test-{Guid.NewGuid():N}";

    private static List<LocalSocket> LocalSocketsReady(
        LocalSocket one,
        bool byNet,
        TimeSpan patience
    ) => byNet ? NetSocket.SelectFrom([one], patience) : LinuxSocket.SelectFrom([one], patience);
}
