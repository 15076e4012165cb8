using System.Collections.Concurrent;
using Xunit;

namespace Multiprocessing.Tests.Sharing;

/// <summary>Who would wait for himself is told so at once.</summary>
public class SelfWaitSpecs
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact(Timeout = 60_000)]
    public async Task A_function_that_invokes_another_on_its_own_object_is_refused()
    {
        using var managed = new ManagedObject<List<int>>([1]);
        Func<Task>[] nested =
        [
            () => managed.InvokeAsync(_ => managed.Invoke(all => all.Count)),
            () => managed.InvokeAsync(_ => managed.Invoke(all => all.Add(2))),
            () => managed.InvokeAsync(_ => managed.InvokeAsync(all => all.Count).Result),
            () => managed.InvokeAsync(_ => Nested(managed).GetAwaiter().GetResult()),
            () => managed.InvokeAsync(_ => Task.Run(() => managed.Invoke(all => all.Count)).Result),
        ];
        foreach (Func<Task> call in nested)
        {
            Exception e = await Assert.ThrowsAnyAsync<Exception>(() =>
                call().WaitAsync(s_patience)
            );
            var refusal = Assert.IsType<InvalidOperationException>(e.InnerException ?? e);
            Assert.Contains("ManagedObject<List", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal([1], managed.Invoke(all => all));
    }

    [Fact(Timeout = 60_000)]
    public async Task It_is_refused_in_a_worker_and_through_workers_too()
    {
        await using var pool = new ProcessPool(2);
        using var managed = new ManagedObject<int[]>([1]);
        await Refused(pool.RunAsync(() => managed.Invoke(_ => managed.Invoke(all => all[0]))));

        s_pool = pool;
        await Refused(
            managed.InvokeAsync(_ => s_pool!.Map(n => managed.Invoke(all => all[0]) + n, [1, 2]))
        );
        await Refused(
            managed.InvokeAsync(_ =>
                WorkerProcess.RunAsync(() => managed.Invoke(all => all[0])).Result
            )
        );
        await Refused(
            managed.InvokeAsync(_ =>
                s_pool!.Run(() =>
                {
                    using var inner = new ProcessPool(1);
                    return inner.Run(() => managed.Invoke(all => all[0]));
                })
            )
        );
        Assert.Equal([1, 1], pool.Map(_ => managed.Invoke(all => all[0]), [1, 2], chunkSize: 1));
    }

    [Fact(Timeout = 60_000)]
    public async Task It_is_refused_by_way_of_another_object()
    {
        using var one = new ManagedObject<int[]>([1]);
        using var other = new ManagedObject<int[]>([2]);
        Assert.Equal(2, one.Invoke(_ => other.Invoke(all => all[0])));
        await Refused(one.InvokeAsync(_ => other.Invoke(_ => one.Invoke(all => all[0]))));
    }

    [Fact(Timeout = 60_000)]
    public async Task Functions_one_after_the_other_and_what_outlives_its_function_are_not_refused()
    {
        using var managed = new ManagedObject<int[]>([1]);
        using var queue = new ProcessQueue<int>();
        using var dictionary = new ProcessDictionary<string, int>();
        using var gate = new ProcessLock();
        int sum = managed.Invoke(all =>
        {
            queue.Put(all[0]);
            dictionary["key"] = queue.Take();
            using (gate.EnterScope())
            {
                return dictionary["key"] + 1;
            }
        });
        Assert.Equal(2, sum);
        await managed.InvokeAsync(all => all[0] = sum);
        Assert.Equal(2, await managed.InvokeAsync(all => all[0]));

        managed.Invoke(_ =>
        {
            s_later = After(s_over.Task, managed);
        });
        s_over.SetResult();
        Assert.Equal(2, await s_later!.WaitAsync(s_patience));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_factory_that_invokes_its_own_object_is_refused()
    {
        ManagedObject<int>? managed = null;
        managed = new ManagedObject<int>(() => managed!.Invoke(n => n));
        await Refused(managed.InvokeAsync(n => n));
        managed.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_thread_that_enters_its_own_lock_again_is_refused()
    {
        using var gate = new ProcessLock();
        await using var pool = new ProcessPool(1);
        foreach (bool inWorker in (bool[])[false, true])
        {
            Func<string> twice = () =>
            {
                using (gate.EnterScope())
                {
                    try
                    {
                        gate.Enter();
                        return "entered";
                    }
                    catch (LockRecursionException e)
                    {
                        return gate.TryEnter() ? "entered" : e.Message;
                    }
                }
            };
            string said = await (inWorker ? pool.RunAsync(twice) : Task.Run(twice)).WaitAsync(
                s_patience
            );
            Assert.Contains("holds the ProcessLock already", said, StringComparison.Ordinal);
        }

        Assert.True(gate.TryEnter());
        Assert.Throws<LockRecursionException>(() => gate.EnterScope());
        gate.Exit();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_task_that_the_holder_started_may_wait_on_the_thread_that_entered()
    {
        using var gate = new ProcessLock();
        using var one = new OneThread();
        var others = new TaskFactory(one);
        Task child = Task.CompletedTask;
        Task<Task> holder = others.StartNew(async () =>
        {
            gate.Enter();
            child = others.StartNew(() =>
            {
                gate.Enter();
                gate.Exit();
            });
            await Task.Delay(50).ConfigureAwait(false);
            gate.Exit();
        });
        await await holder;
        await child.WaitAsync(s_patience);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_lock_entered_again_after_its_exit_or_by_another_thread_is_no_recursion()
    {
        using var gate = new ProcessLock();
        for (int round = 0; round < 100; round++)
        {
            gate.Enter();
            Task other = Task.Factory.StartNew(
                () =>
                {
                    gate.Enter();
                    gate.Exit();
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            );
            gate.Exit();
            await other.WaitAsync(s_patience);
        }

        gate.Enter();
        await Task.Run(gate.Exit);
        gate.Enter();
        gate.Exit();
    }

    [Fact(Timeout = 60_000)]
    public async Task An_update_that_stores_its_own_key_is_refused()
    {
        using var dictionary = new ProcessDictionary<string, int> { ["a"] = 1 };
        foreach (
            Func<string, int, int> update in (Func<string, int, int>[])
                [
                    (key, value) => dictionary[key] = value + 1,
                    (key, value) => dictionary.AddOrUpdate(key, 0, (_, n) => n + 1),
                ]
        )
        {
            await Refused(Task.Run(() => dictionary.AddOrUpdate("a", 0, update)));
        }

        Assert.Equal(1, dictionary["a"]);
        Assert.Equal(
            3,
            dictionary.AddOrUpdate(
                "a",
                0,
                (_, value) =>
                {
                    dictionary["b"] = value;
                    return dictionary.GetOrAdd("c", _ => dictionary["b"]) + 2;
                }
            )
        );
        Assert.Equal(7, dictionary.GetOrAdd("d", key => dictionary[key] = 7));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_keys_equality_may_use_pools_and_other_objects_but_not_its_own_dictionary()
    {
        await using var pool = new ProcessPool(1);
        await using var other = new ProcessPool(1);
        s_pool = other;
        Slow.Compared = () => s_pool!.Run(() => 1);
        using var dictionary = new ProcessDictionary<Slow, int>();
        dictionary[new Slow(1)] = 1;
        Assert.Equal(1, await pool.RunAsync(() => dictionary[new Slow(1)]).WaitAsync(s_patience));

        Slow.Compared = () => dictionary.Count;
        await Refused(Task.Run(() => dictionary[new Slow(1)]));
        Slow.Compared = () => 0;
        Assert.Equal(1, dictionary[new Slow(1)]);
    }

    private static readonly TaskCompletionSource s_over = new();
    private static Task<int>? s_later;
    private static ProcessPool? s_pool;

    private static async Task<int> Nested(ManagedObject<List<int>> managed)
    {
        await Task.Yield();
        return await managed.InvokeAsync(all => all.Count);
    }

    private static async Task<int> After(Task task, ManagedObject<int[]> managed)
    {
        await task;
        await Task.Delay(50); // the function that began this has returned
        return await managed.InvokeAsync(all => all[0]);
    }

    private static async Task Refused(Task call)
    {
        Exception e = await Assert.ThrowsAnyAsync<Exception>(() => call.WaitAsync(s_patience));
        Assert.IsType<InvalidOperationException>(e is AggregateException ? e.InnerException : e);
    }

    private sealed record Slow(int Number)
    {
        public static Func<int> Compared { get; set; } = () => 0;

        public bool Equals(Slow? other)
        {
            Compared();
            return other?.Number == Number;
        }

        public override int GetHashCode() => Number;
    }

    /// <summary>Runs all tasks on one thread.</summary>
    private sealed class OneThread : TaskScheduler, IDisposable
    {
        private readonly BlockingCollection<Task> _tasks = [];

        public OneThread() =>
            new Thread(() =>
            {
                foreach (Task task in _tasks.GetConsumingEnumerable())
                {
                    TryExecuteTask(task);
                }
            })
            {
                IsBackground = true,
            }.Start();

        public void Dispose() => _tasks.CompleteAdding();

        protected override void QueueTask(Task task) => _tasks.Add(task);

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
            false;

        protected override IEnumerable<Task> GetScheduledTasks() => _tasks;
    }
}
