using System.Collections;
using System.Reflection;
using Multiprocessing.Sharing;
using Xunit;

namespace Multiprocessing.Tests.Sharing;

public class StormSpecs
{
    [Fact(Timeout = 120_000)]
    public async Task Families_killed_in_the_midst_of_everything_leave_all_usable_and_nothing_behind()
    {
        using var guard = new ProcessLock();
        using var slots = new ProcessSemaphore(3, 3);
        using var queue = new ProcessQueue<int>(4);
        for (int round = 0; round < 4; round++)
        {
            using var processes = new ProcessQueue<int>();
            using var barrier = new ProcessBarrier(3);
            (ProcessChannel<int> mine, ProcessChannel<int> theirs) =
                ProcessChannel.CreatePair<int>();
            await using WorkerProcess middle = WorkerProcess.StartNew(() =>
            {
                using var inner = new ProcessPool(2);
                inner.Map(
                    n =>
                    {
                        processes.Put(Environment.ProcessId);
                        Action[] habits =
                        [
                            () =>
                            {
                                guard.Enter();
                                guard.Exit();
                            },
                            () =>
                            {
                                slots.Wait();
                                slots.Release();
                            },
                            () => queue.Put(n),
                            () => queue.Take(),
                            () => barrier.SignalAndWait(),
                            () => theirs.Send(n),
                        ];
                        Thread[] threads =
                        [
                            .. habits.Select(habit => new Thread(() => Repeat(habit))),
                        ];
                        Array.ForEach(threads, thread => thread.Start());
                        Array.ForEach(threads, thread => thread.Join());
                        return n;
                    },
                    [1, 2],
                    1
                );
            });
            Task waiting = Task.Run(() =>
            {
                while (true)
                {
                    barrier.SignalAndWait();
                }
            });
            int[] inner = [processes.Take(), processes.Take()];
            mine.Receive();
            middle.Kill();
            middle.Join();

            await Assert.ThrowsAsync<BrokenBarrierException>(() => waiting);
            Assert.Throws<EndOfStreamException>(() => Repeat(() => mine.Receive()));
            Repeat(() => guard.TryEnter(TimeSpan.FromSeconds(20)), once: true);
            guard.Exit();
            Assert.Equal(3, slots.CurrentCount);
            while (queue.TryTake(out _)) { }
            Assert.True(queue.TryPut(1));
            Assert.Equal(1, queue.Take());
            Assert.True(
                await Harness.Eventually(
                    () => !Waiting().Any(inner.Contains),
                    TimeSpan.FromSeconds(20)
                )
            );
            mine.Close();
            theirs.Close();
        }
    }

    /// <summary>Does it for ever, or until it has been done once, whoever dies.</summary>
    private static void Repeat(Action habit, bool once = false)
    {
        do
        {
            try
            {
                habit();
            }
            catch (WorkerDiedException)
            {
                // The others go on.
            }
            catch (AbandonedLockException)
            {
                // And this one has the lock.
            }
        } while (!once);
    }

    /// <summary>Who has put a question that the hub still keeps.</summary>
    private static int[] Waiting()
    {
        var kept = (ICollection)
            typeof(Hub)
                .GetField("_waiting", BindingFlags.Instance | BindingFlags.NonPublic)!
                .GetValue(Home.Current)!;
        return
        [
            .. kept.Cast<KeyValuePair<(int Asker, int Number), Inquiry>>()
                .Select(entry => entry.Key.Asker),
        ];
    }
}
