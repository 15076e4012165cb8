using System.Diagnostics;
using Multiprocessing.Links;
using Multiprocessing.Parcels;
using Multiprocessing.Platform;

namespace Multiprocessing.Stress.Roles;

/// <summary>A parent that starts a worker, greets it when it is told to, and then does not hear it, as if it were stopped.</summary>
internal static class DeafParent
{
    public static async Task<int> PlayAsync()
    {
        var setup = new WorkerSetup("unheard");
        LaunchedWorker launched = WorkerLauncher.Start(setup);
        using Process worker = launched.Program.Process;
        using var endpoint = new LocalEndpoint(worker.Id);
        using var progress = ProgressCell.Create();
        Console.WriteLine(endpoint.Address);
        Console.WriteLine(worker.Id);
        await Console.In.ReadLineAsync().ConfigureAwait(false);
        var greeting = new WorkerGreeting(
            endpoint.Address,
            endpoint.WorkerSecret,
            endpoint.ParentSecret,
            progress.Address,
            setup.Identity(worker.Id),
            new WorkerManner(KeepsDirectory: false, WaitsForDebugger: false, LeadsGroup: false),
            launched.Variables,
            launched.Settings
        );
        launched.Program.Tell(greeting.ToBytes());

        Console.WriteLine(Role.Ready);
        await Task.Delay(Timeout.Infinite).ConfigureAwait(false);
        return 0;
    }
}
