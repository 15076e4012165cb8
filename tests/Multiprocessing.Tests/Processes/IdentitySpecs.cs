using Xunit;

namespace Multiprocessing.Tests.Processes;

public class IdentitySpecs
{
    [Fact]
    public void A_program_that_is_no_worker_has_no_identity() => Assert.Null(WorkerProcess.Current);

    [Fact(Timeout = 60_000)]
    public async Task A_process_knows_its_name_its_number_and_its_parents()
    {
        using var folder = new Pools.Rendezvous();
        string path = Path.Combine(folder.Folder, "identity");
        await using var process = new WorkerProcess(
            () => File.WriteAllText(path, $"{WorkerProcess.Current}"),
            "a name\nof two lines: Grüße"
        )
        {
            Daemon = true,
        };
        process.Start();
        process.Join();
        Assert.Equal(
            $"{new WorkerIdentity(process.Name, process.Id, Environment.ProcessId, Daemon: true)}",
            await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task A_pools_worker_knows_its_pool_and_its_number_there()
    {
        await using var pool = new ProcessPool(2);
        WorkerIdentity[] workers = pool.Map(
            _ =>
            {
                Thread.Sleep(20);
                return WorkerProcess.Current!;
            },
            Enumerable.Range(0, 20),
            chunkSize: 1
        );
        string name = workers[0].PoolName!;
        Assert.StartsWith("ProcessPool-", name, StringComparison.Ordinal);
        Assert.Equal(
            [(1, $"{name}-Worker-1"), (2, $"{name}-Worker-2")],
            workers.Select(worker => (worker.Number!.Value, worker.Name)).Distinct().Order()
        );
        Assert.All(
            workers,
            worker =>
                Assert.Equal(
                    (name, Environment.ProcessId, true),
                    (worker.PoolName!, worker.ParentId, worker.Daemon)
                )
        );
        Assert.Equal(2, workers.Select(worker => worker.Id).Distinct().Count());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_that_takes_anothers_place_takes_its_number()
    {
        await using var pool = new ProcessPool(1);
        WorkerIdentity first = pool.Run(() => WorkerProcess.Current!);
        Assert.Throws<WorkerDiedException>(() => pool.Run(() => Environment.Exit(1)));
        WorkerIdentity second = pool.Run(() => WorkerProcess.Current!);
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(first with { Id = second.Id }, second);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_of_a_worker_has_that_worker_as_its_parent()
    {
        (WorkerIdentity outer, WorkerIdentity inner) = await WorkerProcess.RunAsync(async () =>
            (WorkerProcess.Current!, await WorkerProcess.RunAsync(() => WorkerProcess.Current!))
        );
        Assert.Equal(outer.Id, inner.ParentId);
        Assert.Equal(Environment.ProcessId, outer.ParentId);
    }

    [Fact(Timeout = 60_000)]
    public async Task Workers_on_threads_have_an_identity_too_also_after_an_await()
    {
        await using ProcessPool pool = ProcessPool.InProcess(2);
        WorkerIdentity[] workers = pool.Map(
            async _ =>
            {
                await Task.Delay(20);
                return WorkerProcess.Current!;
            },
            Enumerable.Range(0, 10),
            chunkSize: 1
        );
        Assert.Equal([1, 2], workers.Select(worker => worker.Number!.Value).Distinct().Order());
        Assert.All(workers, worker => Assert.Equal(Environment.ProcessId, worker.Id));
        Assert.Null(WorkerProcess.Current);
    }
}
