using System.Text;
using Multiprocessing.Stress.Running;

namespace Multiprocessing.Stress.Scenarios;

/// <summary>Workers print very much, what is no text, and half a line: all of it arrives before the result does.</summary>
internal static class Printing
{
    private const string Line = "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopq\n";

    public static async Task<string> RunAsync(int megabytes)
    {
        TextWriter before = Console.Out;
        var counting = new CountingWriter();
        Console.SetOut(counting);
        try
        {
            await using var pool = new ProcessPool(2);
            int lines = megabytes * 1_000_000 / Line.Length;
            await pool.RunAsync(() => Print(lines)).ConfigureAwait(false);
            Check.Same((long)lines * Line.Length, counting.Count, "characters printed");
            Check.Same(lines, counting.Lines, "lines printed");

            counting.Clear();
            await pool.RunAsync(PrintBytes).ConfigureAwait(false);
            Check.That(
                counting.Count >= 256,
                $"of 4 x 256 bytes only {counting.Count} characters arrive"
            );

            counting.Clear();
            await pool.RunAsync(() => Console.Write("half a line")).ConfigureAwait(false);
            Check.Same(11, counting.Count, "characters of half a line");

            counting.Clear();
            using var process = WorkerProcess.StartNew(() => Console.Write("half a line"));
            process.Join();
            Check.Same(11, counting.Count, "characters of a process's half a line");

            counting.Clear();
            string long1 = new('x', 5_000_000);
            await pool.RunAsync(() => Console.Write(long1)).ConfigureAwait(false);
            Check.Same(5_000_000, counting.Count, "characters of a line without an end");
        }
        finally
        {
            Console.SetOut(before);
        }

        return $"{megabytes} MB, all 256 bytes, half a line, a line of 5 MB: all arrives, peak {Machine.Memory(field: "VmHWM") / 1e6:F0} MB";
    }

    private static void Print(int lines)
    {
        for (int i = 0; i < lines; i++)
        {
            Console.Write(Line);
        }
    }

    private static void PrintBytes()
    {
        using Stream output = Console.OpenStandardOutput();
        byte[] all = [.. Enumerable.Range(0, 256).Select(n => (byte)n)];
        for (int i = 0; i < 4; i++)
        {
            output.Write(all);
        }
    }

    private sealed class CountingWriter : TextWriter
    {
        public long Count { get; private set; }

        public int Lines { get; private set; }

        public override Encoding Encoding => Encoding.UTF8;

        public void Clear() => (Count, Lines) = (0, 0);

        public override void Write(char value) => Write(value.ToString());

        public override void Write(string? value)
        {
            Count += value!.Length;
            Lines += value.AsSpan().Count('\n');
        }
    }
}
