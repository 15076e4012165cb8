using System.Diagnostics;
using System.Globalization;
using Multiprocessing.Links;
using Multiprocessing.Parcels;
using Multiprocessing.Platform;
using Multiprocessing.Stress.Roles;
using Multiprocessing.Stress.Running;
using Multiprocessing.Workers;

namespace Multiprocessing.Stress.Scenarios;

/// <summary>Somebody takes the name of a parent that has ended, and its worker comes.</summary>
internal static class Impostors
{
    /// <summary>What a worker says to one of its own user: its secret, and that it is up.</summary>
    public const int FirstWords = LocalEndpoint.SecretLength + 16;

    // No process has this number: so its worker finds another parent than this, as when this one has ended.
    private const int EndedParent = int.MaxValue;

    // A worker that is up ends within two seconds; to come up takes longer while others use the machine.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_moment = TimeSpan.FromSeconds(1);

    /// <summary>A worker comes to an impostor: it must end, in words, and have said no more than that.</summary>
    /// <param name="manner">What the impostor does: listen, answer, crowd.</param>
    /// <param name="ofAnotherUser">Whether it is another user.</param>
    /// <param name="words">What the worker says.</param>
    /// <param name="most">How many bytes it may send.</param>
    public static async Task<string> MeetAsync(
        string manner,
        bool ofAnotherUser,
        string words,
        int most
    )
    {
        string address = $"@multiprocessing-stress-{Guid.NewGuid():N}";
        string[] arguments = ["--role", "stranger", manner, address];
        using Process impostor = ofAnotherUser
            ? AnotherUser.Start(arguments)
            : ThisProgram.Start(ThisProgram.CommandLine(arguments));
        try
        {
            await AwaitAsync(impostor, Role.Ready).ConfigureAwait(false);
            var watch = Stopwatch.StartNew();
            using ProgressCell progress = ProgressCell.Create();
            using Process worker = Start(
                address,
                Chance.Bytes(LocalEndpoint.SecretLength),
                Chance.Bytes(LocalEndpoint.SecretLength),
                progress,
                EndedParent
            );
            Task<string> said = worker.StandardError.ReadToEndAsync();
            bool ends = await EndsAsync(worker).ConfigureAwait(false);
            TimeSpan took = watch.Elapsed;
            Check.That(ends, $"a worker stays with who is not its parent ({manner})");
            Check.Same(WorkerMain.Unreachable, worker.ExitCode, "the worker's exit code");
            string error = await said.ConfigureAwait(false);
            Check.That(error.Contains(words, StringComparison.Ordinal), $"it says '{error}'");
            int heard = await HeardAsync(impostor).ConfigureAwait(false);
            Check.That(heard <= most, $"the impostor hears {heard} bytes ({manner})");
            return $"ended after {took.TotalMilliseconds:F0} ms, {heard} bytes heard";
        }
        finally
        {
            impostor.Kill();
        }
    }

    /// <summary>
    /// A parent is killed while its worker waits to be let in, since another user has filled the queue; that user takes the name.
    /// </summary>
    public static async Task<string> TakeOverAsync(int times)
    {
        int met = 0;
        for (int i = 0; i < times; i++)
        {
            met += await TakeOverAsync().ConfigureAwait(false) ? 1 : 0;
        }

        return $"{times} parents killed, {met} workers came to another user, who heard nothing";
    }

    private static async Task<bool> TakeOverAsync()
    {
        using Process parent = ThisProgram.Start(ThisProgram.CommandLine("--role", "deaf-parent"));
        string address = (await parent.StandardOutput.ReadLineAsync().ConfigureAwait(false))!;
        int workerId = int.Parse(
            (await parent.StandardOutput.ReadLineAsync().ConfigureAwait(false))!,
            CultureInfo.InvariantCulture
        );
        using Process crowd = AnotherUser.Start("--role", "stranger", "fill");
        using Process impostor = AnotherUser.Start("--role", "stranger", "listen", address);
        try
        {
            await AwaitAsync(impostor, Role.Starting).ConfigureAwait(false);
            await AwaitAsync(crowd, Role.Ready).ConfigureAwait(false);
            await crowd.StandardInput.WriteLineAsync(address).ConfigureAwait(false);
            await crowd.StandardOutput.ReadLineAsync().ConfigureAwait(false);
            await parent.StandardInput.WriteLineAsync("greet").ConfigureAwait(false);
            await AwaitAsync(parent, Role.Ready).ConfigureAwait(false);
            // Where the kernel does not tell, the time is enough.
            await Check
                .Eventually(() => Machine.WaitsIn(workerId, "unix"), s_moment)
                .ConfigureAwait(false);

            parent.Kill();
            bool gone = await Check
                .Eventually(() => !Machine.IsWorker(workerId), s_limit)
                .ConfigureAwait(false);
            if (!gone)
            {
                using Process worker = Process.GetProcessById(workerId);
                worker.Kill();
            }

            int heard = await HeardAsync(impostor).ConfigureAwait(false);
            Check.That(gone, $"a worker stays with another user, who hears {heard} bytes");
            Check.That(heard <= 0, $"another user hears {heard} bytes of a worker");
            return heard == 0;
        }
        finally
        {
            crowd.Kill();
            impostor.Kill();
            parent.Kill();
        }
    }

    /// <summary>A parent does not hear its worker for a while, as when it is stopped: the worker waits, and then serves.</summary>
    public static async Task WaitAsync()
    {
        using var endpoint = new LocalEndpoint();
        using ProgressCell progress = ProgressCell.Create();
        using Process worker = Start(
            endpoint.Address,
            endpoint.WorkerSecret,
            endpoint.ParentSecret,
            progress,
            Environment.ProcessId
        );
        using (var patience = new CancellationTokenSource(s_silence))
        {
            await worker
                .WaitForExitAsync(patience.Token)
                .ContinueWith(_ => { }, TaskScheduler.Default)
                .ConfigureAwait(false);
        }

        Check.That(!worker.HasExited, "the worker does not wait for its parent");
        using LocalSocket? socket = endpoint.Accept(() => worker.HasExited, _ => { });
        Check.That(socket is not null, "the worker does not come");
        using (var frames = new FrameSocket(socket!))
        {
            Check.Same(FrameKind.Ready, frames.Read()?.Kind, "the worker's first frame");
            frames.TryWrite(new Frame(FrameKind.Shutdown));
            Check.That(await EndsAsync(worker).ConfigureAwait(false), "the worker does not serve");
        }

        Check.Same(0, worker.ExitCode, "the worker's exit code");
    }

    /// <summary>Starts a worker and greets it.</summary>
    private static Process Start(
        string address,
        byte[] workerSecret,
        byte[] parentSecret,
        ProgressCell progress,
        int parent
    )
    {
        LaunchedWorker launched = WorkerLauncher.Start(new WorkerSetup("alone"));
        Process worker = launched.Program.Process;
        var greeting = new WorkerGreeting(
            address,
            workerSecret,
            parentSecret,
            progress.Address,
            new WorkerIdentity("alone", worker.Id, parent, Daemon: false),
            new WorkerManner(KeepsDirectory: false, WaitsForDebugger: false, LeadsGroup: false),
            launched.Variables,
            launched.Settings
        );
        launched.Program.Tell(greeting.ToBytes());
        return worker;
    }

    private static async Task<bool> EndsAsync(Process worker)
    {
        using var limit = new CancellationTokenSource(s_limit);
        try
        {
            await worker.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            worker.Kill();
            return false;
        }
    }

    /// <summary>How many bytes an impostor was sent; less than 0 when nobody came to it.</summary>
    private static async Task<int> HeardAsync(Process impostor)
    {
        Task<string> said = impostor.StandardOutput.ReadToEndAsync();
        await Task.WhenAny(said, Task.Delay(s_moment)).ConfigureAwait(false);
        impostor.Kill();
        string text = await said.ConfigureAwait(false);
        int at = text.IndexOf(Stranger.Heard, StringComparison.Ordinal);
        return at < 0
            ? -1
            : int.Parse(
                text.AsSpan(at + Stranger.Heard.Length).Trim(),
                CultureInfo.InvariantCulture
            );
    }

    private static async Task AwaitAsync(Process program, string line)
    {
        string? said;
        do
        {
            said = await program.StandardOutput.ReadLineAsync().ConfigureAwait(false);
        } while (said is not null && said != line);

        Check.Same(line, said, "what a helper says");
    }
}
