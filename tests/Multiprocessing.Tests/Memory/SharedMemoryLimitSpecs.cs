using System.Runtime.InteropServices;
using Multiprocessing.Stress.Running;
using Xunit;

namespace Multiprocessing.Tests.Memory;

public partial class SharedMemoryLimitSpecs
{
    private const long Absurd = 1L << 44;

    [Fact]
    public void More_than_the_machine_has_is_refused_with_the_limit()
    {
        int handles = Machine.Handles();
        for (int i = 0; i < 20; i++)
        {
            var e = Assert.ThrowsAny<Exception>(() => new SharedArray<byte>(Absurd));
            Assert.True(e is IOException or InsufficientMemoryException, e.ToString());
            Assert.Contains("17,592,186.0 MB", e.Message, StringComparison.Ordinal);
        }

        // Other tests open and close files meanwhile.
        Assert.InRange(Machine.Handles(), 0, handles + 15);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_full_folder_for_shared_memory_is_named_with_its_limit_and_serves_on()
    {
        await using var pool = new ProcessPool(1);
        string? told = pool.Run(() =>
        {
            // A folder of 2 MB in the place of /dev/shm, for the thread that runs this only.
            const int NewNamespace = 0x20000;
            const int PrivateAll = 0x4000 | (1 << 18);
            if (
                unshare(NewNamespace) != 0
                || mount("none", "/", null, PrivateAll, null) != 0
                || mount("small", "/dev/shm", "tmpfs", 0, "size=2m") != 0
            )
            {
                return null;
            }

            using var first = new SharedArray<byte>(1_000_000);
            first.Span.Fill(1);
            var errors = new List<IOException> { Fail() };
            int handles = Machine.Handles();
            for (int i = 0; i < 20; i++)
            {
                errors.Add(Fail());
            }

            Assert.Equal(handles, Machine.Handles());
            using (var second = new SharedArray<byte>(800_000))
            {
                second.Span.Fill(1); // what could be had can be written
            }

            first.Dispose();
            using var third = new SharedArray<byte>(1_500_000);
            third.Span.Fill(1);
            return errors[^1].Message;

            static IOException Fail() =>
                Assert.Throws<IOException>(() => new SharedArray<byte>(1_500_000));
        });
        Assert.SkipWhen(told is null, "Mounting needs rights that this user does not have.");
        Assert.Contains("1.5 MB", told, StringComparison.Ordinal);
        Assert.Contains(
            "/dev/shm, which holds 2.1 MB, of which 1.1 MB",
            told,
            StringComparison.Ordinal
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task No_file_handles_left_is_said_and_mended_by_disposing()
    {
        await using var pool = new ProcessPool(1);
        string told = pool.Run(() =>
        {
            const int OpenFiles = 7;
            var limit = new Limit { Soft = (ulong)Machine.Handles() + 200, Hard = 100_000 };
            _ = getrlimit(OpenFiles, out Limit before);
            limit.Hard = before.Hard;
            Assert.Equal(0, setrlimit(OpenFiles, limit));
            var arrays = new List<SharedArray<int>>();
            IOException error = Assert.Throws<IOException>(() =>
            {
                while (arrays.Count < 1_000)
                {
                    arrays.Add(new SharedArray<int>(1));
                }
            });
            arrays.ForEach(array => array.Dispose());
            new SharedArray<int>(1).Dispose();
            _ = setrlimit(OpenFiles, before);
            return error.Message;
        });
        Assert.Contains("ulimit -n", told, StringComparison.Ordinal);
        Assert.Equal(1, pool.Run(() => 1));
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int unshare(int what);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mount(
        string source,
        string target,
        string? kind,
        nuint flags,
        string? data
    );

    [LibraryImport("libc")]
    private static partial int getrlimit(int what, out Limit limit);

    [LibraryImport("libc")]
    private static partial int setrlimit(int what, in Limit limit);
}
