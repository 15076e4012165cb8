using System.Diagnostics;
using Multiprocessing.Stress.Roles;
using Multiprocessing.Stress.Running;

namespace Multiprocessing.Stress.Scenarios;

/// <summary>The parent is killed while its workers compute.</summary>
internal static class ParentKills
{
    private const string Mark = "MULTIPROCESSING_STRESS_RUN";
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    /// <summary>Half of the parents are killed when all workers compute, half at any moment of their start.</summary>
    public static async Task<string> RunAsync(int kills)
    {
        var random = new Random(1);
        TimeSpan slowest = TimeSpan.Zero;
        int workers = 0;
        for (int i = 0; i < kills; i++)
        {
            (int seen, TimeSpan took) = await KillOneAsync(
                    i % 2 == 0 ? null : TimeSpan.FromMilliseconds(random.Next(250))
                )
                .ConfigureAwait(false);
            workers += seen;
            slowest = took > slowest ? took : slowest;
        }

        return $"{kills} parents of {workers} workers killed, the last worker gone after {slowest.TotalMilliseconds:F0} ms at most, no file or socket left";
    }

    private static async Task<(int Workers, TimeSpan Took)> KillOneAsync(TimeSpan? after)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mp-stress-");
        try
        {
            string announcements = folder.CreateSubdirectory("announcements").FullName;
            string temporary = folder.CreateSubdirectory("tmp").FullName;
            string mark = Path.GetFileName(folder.FullName);
            using Process parent = ThisProgram.Start(
                ThisProgram.CommandLine("--role", "computing", announcements),
                new Dictionary<string, string?> { [Mark] = mark, ["TMPDIR"] = temporary }
            );
            await AwaitLineAsync(parent, Role.Starting).ConfigureAwait(false);
            if (after is { } time)
            {
                await Task.Delay(time).ConfigureAwait(false);
            }
            else
            {
                await AwaitLineAsync(parent, Role.Ready).ConfigureAwait(false);
            }

            int[] workers = [.. Machine.ProcessesMarked(Mark, mark).Where(id => id != parent.Id)];
            Check.That(
                workers.Length >= 5 || after is not null,
                $"only {workers.Length} workers compute"
            );
            string[] held = Machine.HeldBy([parent.Id, .. workers]);
            int parentId = parent.Id;

            parent.Kill();
            var watch = Stopwatch.StartNew();
            bool gone = await Check
                .Eventually(() => Machine.ProcessesMarked(Mark, mark).Length == 0, s_limit)
                .ConfigureAwait(false);
            TimeSpan took = watch.Elapsed;
            int[] left = gone ? [] : Machine.ProcessesMarked(Mark, mark);
            foreach (int process in left)
            {
                using Process survivor = Process.GetProcessById(process);
                survivor.Kill();
            }

            Check.That(
                gone,
                $"{left.Length} of {workers.Length} workers outlive their parent by {s_limit.TotalSeconds} s"
            );
            await CheckNothingIsLeftAsync(held, temporary, parentId).ConfigureAwait(false);
            return (workers.Length, took);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task AwaitLineAsync(Process parent, string expected) =>
        Check.Same(
            expected,
            await parent.StandardOutput.ReadLineAsync().ConfigureAwait(false),
            "what the parent says"
        );

    private static async Task CheckNothingIsLeftAsync(string[] held, string temporary, int parent)
    {
        // Not at once: a worker that was being started is seen as a process only a moment later.
        bool gone = await Check.Eventually(() => !Left().Any(), s_limit).ConfigureAwait(false);
        Check.That(gone, $"left behind: {string.Join(", ", Left())}");

        // What the runtime of a killed program leaves of its own, any program's, is not the library's to remove.
        IEnumerable<string> Left() =>
            held.Where(Machine.Exists)
                .Concat(Directory.GetFileSystemEntries(temporary))
                .Where(name => !name.Contains($"-{parent}-", StringComparison.Ordinal));
    }
}
