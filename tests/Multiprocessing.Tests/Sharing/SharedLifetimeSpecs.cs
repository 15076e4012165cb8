using System.Runtime.CompilerServices;
using Multiprocessing.Sharing;
using Xunit;

namespace Multiprocessing.Tests.Sharing;

public class SharedLifetimeSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task What_was_never_sent_ends_with_its_handle_and_what_was_sent_does_not()
    {
        await using var pool = new ProcessPool(1);
        (long kept, long sent) = Make(pool);
        Assert.True(
            await Harness.Eventually(
                () =>
                {
                    GC.Collect();
                    GC.WaitForPendingFinalizers();
                    return !Lives(kept);
                },
                TimeSpan.FromSeconds(30)
            )
        );
        Assert.True(Lives(sent));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_worker_made_for_itself_ends_with_the_worker()
    {
        long number;
        await using (var pool = new ProcessPool(1))
        {
            number = pool.Run(() =>
            {
                s_kept = new ProcessQueue<int>();
                return ((IShared<ProcessQueue<int>>)s_kept).Object.Number;
            });
            Assert.True(Lives(number));
        }

        Assert.False(Lives(number));
    }

    private static ProcessQueue<int>? s_kept;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (long, long) Make(ProcessPool pool)
    {
        var kept = new ProcessQueue<int>();
        var sent = new ProcessQueue<int>();
        pool.Run(() => sent.Put(1));
        return (
            ((IShared<ProcessQueue<int>>)kept).Object.Number,
            ((IShared<ProcessQueue<int>>)sent).Object.Number
        );
    }

    /// <summary>An object answers or says that it has been disposed.</summary>
    private static bool Lives(long number)
    {
        // Without a handle, which would make the object known to others.
        var look = new Question(number, (byte)QueueVerb.Look, 0, false, default);
        return Record.Exception(() => Home.Current.Ask(look).Answered.Result.Content())
            is not ObjectDisposedException;
    }
}
