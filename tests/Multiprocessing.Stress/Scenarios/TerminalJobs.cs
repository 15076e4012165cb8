using System.Globalization;
using Multiprocessing.Stress.Running;

namespace Multiprocessing.Stress.Scenarios;

/// <summary>A program with workers as a job of a shell: Ctrl+Z, <c>fg</c>, Ctrl+C, and children that ask the user.</summary>
internal static class TerminalJobs
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);
    private static readonly string[] s_all = ["program", "worker", "child", "inner", "inner-child"];

    public static async Task<string> RunAsync(int times)
    {
        for (int i = 0; i < times; i++)
        {
            await StopAndContinueAsync().ConfigureAwait(false);
            await StopWithoutShellAsync().ConfigureAwait(false);
        }

        return $"{times} jobs stopped with Ctrl+Z, continued by fg and ended with Ctrl+C, workers of workers and all children with them";
    }

    /// <summary>Ctrl+Z stops all of a program's processes, twice, <c>fg</c> continues them, and Ctrl+C ends them with exit code 130.</summary>
    public static async Task StopAndContinueAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mp-stress-");
        try
        {
            using Terminal terminal = Terminal.Open();
            await terminal.TypeAsync(CommandLine(folder.FullName)).ConfigureAwait(false);
            int[] processes = await AnnouncedAsync(folder.FullName).ConfigureAwait(false);
            for (int i = 0; i < 2; i++)
            {
                await terminal.TypeAsync(Terminal.ControlZ).ConfigureAwait(false);
                await terminal.ShowsAsync("Stopped").ConfigureAwait(false);
                await AllAsync(processes, Machine.IsStopped, "are stopped").ConfigureAwait(false);
                await terminal.TypeAsync("fg\n").ConfigureAwait(false);
                await AllAsync(processes, Machine.Runs, "go on").ConfigureAwait(false);
            }

            await terminal.TypeAsync(Terminal.ControlC).ConfigureAwait(false);
            await AllAsync(processes, id => !Machine.IsAlive(id), "end").ConfigureAwait(false);
            await terminal.TypeAsync("echo code=$?\n").ConfigureAwait(false);
            await terminal.ShowsAsync("code=130").ConfigureAwait(false);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Where no shell is there to continue anybody, Ctrl+Z stops nobody, and Ctrl+C still ends all.</summary>
    public static async Task StopWithoutShellAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mp-stress-");
        try
        {
            using Terminal terminal = Terminal.Open(CommandLine(folder.FullName).TrimEnd());
            int[] processes = await AnnouncedAsync(folder.FullName).ConfigureAwait(false);
            await terminal.TypeAsync(Terminal.ControlZ).ConfigureAwait(false);
            await terminal.TypeAsync(Terminal.ControlC).ConfigureAwait(false);
            await AllAsync(processes, id => !Machine.IsAlive(id), "end").ConfigureAwait(false);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What a program sees that a worker starts and that asks the user, by way of the terminal.</summary>
    public static async Task<string> AskAsync(bool keepChildren)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mp-stress-");
        try
        {
            using Terminal terminal = Terminal.Open();
            await terminal
                .TypeAsync(CommandLine(folder.FullName, "ask", keepChildren ? "keep" : ""))
                .ConfigureAwait(false);
            // Typed ahead: it is there when it is read.
            await terminal.TypeAsync("secret\n").ConfigureAwait(false);
            string shown = await terminal.ShowsAsync(".\r\n").ConfigureAwait(false);
            // What was typed and not read is the shell's, which may have run it meanwhile.
            string answer = shown[shown.LastIndexOf("answer=", StringComparison.Ordinal)..];
            return answer[..answer.IndexOf("\r\n", StringComparison.Ordinal)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string CommandLine(string folder, params string[] more) =>
        string.Join(' ', ThisProgram.CommandLine(["--role", "job", folder, .. more])) + "\n";

    private static async Task<int[]> AnnouncedAsync(string folder)
    {
        string[] files = [.. s_all.Select(name => Path.Combine(folder, name))];
        Check.That(
            await Check.Eventually(() => files.All(File.Exists), s_limit).ConfigureAwait(false),
            $"only these are up: {string.Join(", ", Directory.GetFiles(folder))}"
        );
        return
        [
            .. files.Select(file =>
                int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture)
            ),
        ];
    }

    private static async Task AllAsync(int[] processes, Func<int, bool> condition, string what)
    {
        bool all = await Check
            .Eventually(() => processes.All(condition), s_limit)
            .ConfigureAwait(false);
        string missing = string.Join(", ", s_all.Where((_, i) => !condition(processes[i])));
        Check.That(all, $"not all of {string.Join(", ", s_all)} {what}: {missing}");
    }
}
