using System.Diagnostics;

namespace Multiprocessing.Stress.Roles;

/// <summary>A program at a terminal whose workers start other programs: workers of their own, some that sleep, some that ask the user.</summary>
internal static class Job
{
    public static async Task<int> PlayAsync(string[] arguments)
    {
        string folder = arguments[0];
        bool keepChildren = arguments.Contains("keep");
        await using var pool = new ProcessPool(
            new PoolOptions { Workers = 1, KeepChildren = keepChildren }
        );
        if (arguments.Contains("ask"))
        {
            Console.WriteLine($"answer={await pool.RunAsync(Ask).ConfigureAwait(false)}.");
            return 0;
        }

        Announce(folder, "program");
        await pool.RunAsync(() => Work(folder)).ConfigureAwait(false);
        return 0;
    }

    private static void Work(string folder)
    {
        Announce(folder, "worker");
        Start(folder, "child");
        using var inner = new ProcessPool(1);
        inner.Run(() =>
        {
            Start(folder, "inner-child");
            Announce(folder, "inner");
            while (true) { }
        });
    }

    private static void Start(string folder, string name)
    {
        using Process child = Process.Start("sleep", "600");
        Announce(folder, name, child.Id);
    }

    /// <summary>As programs ask for a password: the terminal is set up, then read.</summary>
    private static string Ask()
    {
        const string Script =
            "exec 2>&1; stty -echo < /dev/tty && echo set up; read -r line < /dev/tty && echo read $line || echo refused; stty echo < /dev/tty";
        using Process child = Process.Start(
            new ProcessStartInfo("sh", ["-c", Script]) { RedirectStandardOutput = true }
        )!;
        string said = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return said.ReplaceLineEndings(" ");
    }

    private static void Announce(string folder, string name, int? process = null)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path + ".new", $"{process ?? Environment.ProcessId}");
        File.Move(path + ".new", path);
    }
}
