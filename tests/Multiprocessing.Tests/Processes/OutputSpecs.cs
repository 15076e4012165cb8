using System.Runtime.InteropServices;
using System.Text;
using Multiprocessing.Tests.Pools;
using Xunit;

namespace Multiprocessing.Tests.Processes;

[Collection(CapturedConsole.Collection)]
public partial class OutputSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task All_that_a_worker_prints_is_here_before_Map_returns()
    {
        using var console = new CapturedConsole();
        await using var pool = new ProcessPool(2);
        for (int round = 0; round < 20; round++)
        {
            int before = console.Out.Length;
            pool.Map(
                n =>
                {
                    Console.WriteLine($"<{n}>");
                    return n;
                },
                Enumerable.Range(0, 50),
                chunkSize: 1
            );
            string[] lines = console
                .Out[before..]
                .Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(Enumerable.Range(0, 50).Select(n => $"<{n}>").Order(), lines.Order());
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task All_that_a_process_prints_is_here_before_Join_returns_each_stream_where_it_belongs()
    {
        using var console = new CapturedConsole();
        await using WorkerProcess process = WorkerProcess.StartNew(() =>
        {
            Console.WriteLine("to the output: Grüße, 世界");
            Console.Error.WriteLine("to the error");
            Console.Write("an unfinished line");
        });
        process.Join();
        Assert.Equal("to the output: Grüße, 世界\nan unfinished line", console.Out);
        Assert.Equal("to the error\n", console.Error);
    }

    [Fact(Timeout = 60_000)]
    public async Task Lines_appear_while_the_function_still_runs()
    {
        using var console = new CapturedConsole();
        await using WorkerProcess process = WorkerProcess.StartNew(() =>
        {
            Console.WriteLine("first");
            Thread.Sleep(Timeout.Infinite);
        });
        Assert.True(
            await Harness.Eventually(() => console.Out == "first\n", TimeSpan.FromSeconds(20))
        );
        Assert.True(process.IsAlive);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_native_code_writes_is_shown_too()
    {
        using var console = new CapturedConsole();
        await using var pool = new ProcessPool(1);
        pool.Run(() => WriteNatively("from C\n"));
        Assert.Equal("from C\n", console.Out);
    }

    [Fact(Timeout = 60_000)]
    public async Task Ten_megabytes_of_output_all_arrive_before_the_result()
    {
        using var console = new CapturedConsole();
        await using var pool = new ProcessPool(1);
        string line = new('x', 99);
        pool.Run(() =>
        {
            for (int i = 0; i < 100_000; i++)
            {
                Console.WriteLine(line);
            }
        });
        Assert.Equal(10_000_000, console.Out.Length);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_target_that_throws_prints_its_trace_and_ends_with_code_1_and_Join_does_not_throw()
    {
        using var console = new CapturedConsole();
        await using WorkerProcess process = WorkerProcess.StartNew(
            () => Throw("on purpose"),
            "thrower"
        );
        process.Join();
        Assert.Equal(1, process.ExitCode);
        Assert.StartsWith(
            "thrower: System.InvalidOperationException: on purpose",
            console.Error,
            StringComparison.Ordinal
        );
        Assert.Contains(nameof(Throw), console.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_last_words_of_a_crash_are_shown()
    {
        using var console = new CapturedConsole();
        await using var pool = new ProcessPool(1);
        Assert.Throws<WorkerDiedException>(() =>
            pool.Run(() => Environment.FailFast("last words"))
        );
        Assert.Contains("last words", console.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Output_is_written_in_the_context_of_the_call_that_caused_it()
    {
        var cell = new AsyncLocal<string>();
        var seen = new StringBuilder();
        TextWriter before = Console.Out;
        Console.SetOut(
            TextWriter.Synchronized(
                new ContextWriter(text => seen.Append(cell.Value).Append(':').Append(text))
            )
        );
        try
        {
            await using var pool = new ProcessPool(1);
            foreach (string name in (string[])["first", "second"])
            {
                cell.Value = name;
                pool.Run(() => Console.WriteLine("printed"));
            }
        }
        finally
        {
            Console.SetOut(before);
        }

        Assert.Equal("first:printed\nsecond:printed\n", seen.ToString().ReplaceLineEndings("\n"));
    }

    [Fact(Timeout = 120_000)]
    public async Task Workers_wait_while_much_of_their_output_cannot_be_shown_and_all_of_it_is_before_Map_returns()
    {
        const int Items = 1000;
        const int Length = 32 * 1024; // so that a pipe holds what an item prints
        using var open = new ManualResetEventSlim();
        using var done = new SharedArray<int>(1);
        long shown = 0;
        TextWriter before = Console.Out;
        Console.SetOut(
            TextWriter.Synchronized(
                new ContextWriter(text =>
                {
                    open.Wait();
                    shown += text.Length;
                })
            )
        );
        try
        {
            await using var pool = new ProcessPool(1);
            Task<int[]> call = pool.MapAsync(
                n =>
                {
                    Console.Write(new string('x', Length));
                    return done[0]++;
                },
                Enumerable.Range(0, Items),
                chunkSize: 1
            );
            int seen;
            do
            {
                seen = done[0];
                await Task.Delay(1000, TestContext.Current.CancellationToken);
            } while (done[0] != seen || seen == 0);
            Assert.InRange(seen, 1, Items / 2);
            open.Set();
            await call;
            Assert.Equal((long)Items * Length, shown);
        }
        finally
        {
            open.Set();
            Console.SetOut(before);
        }
    }

    private static void Throw(string message) => throw new InvalidOperationException(message);

    private static void WriteNatively(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        nint written = OperatingSystem.IsWindows()
            ? WriteOnWindows(1, bytes, (uint)bytes.Length)
            : write(1, bytes, (nuint)bytes.Length);
        Assert.Equal(bytes.Length, written);
    }

    [LibraryImport("libc")]
    private static partial nint write(int descriptor, byte[] bytes, nuint count);

    [LibraryImport("msvcrt", EntryPoint = "_write")]
    private static partial int WriteOnWindows(int descriptor, byte[] bytes, uint count);

    private sealed class ContextWriter(Action<string> write) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => write(value.ToString());

        public override void Write(string? value) => write(value ?? "");
    }
}
