using Multiprocessing.Platform;
using Xunit;

namespace Multiprocessing.Tests.Platform;

/// <summary>Whether there is room for a worker, decided before it is started.</summary>
public class LimitSpecs
{
    [Theory]
    [InlineData(100, 0, 0, true)]
    [InlineData(100, 76, 0, true)]
    [InlineData(100, 77, 0, false)]
    [InlineData(100, 60, 16, true)]
    [InlineData(100, 60, 17, false)]
    [InlineData(100, 100, 0, false)]
    [InlineData(100, 200, 0, false)] // a limit may be lowered below what is there
    [InlineData(long.MaxValue, 1_000_000, 16, true)]
    public void There_is_room_when_the_limit_leaves_what_a_worker_its_starter_and_the_workers_before_it_take(
        long most,
        long used,
        long owed,
        bool expected
    ) => Assert.Equal(expected, Limit.HasRoom(most, used, owed));

    [Theory]
    [InlineData(LimitKind.Files, "ulimit -n")]
    [InlineData(LimitKind.TasksOfUser, "ulimit -u")]
    [InlineData(LimitKind.TasksOfContainer, "--pids-limit")]
    internal void A_refusal_names_the_limit_the_numbers_and_the_remedy(
        LimitKind kind,
        string remedy
    )
    {
        string refusal = Assert
            .Throws<InvalidOperationException>(new Limit(kind, 100, 70, 12).Demand)
            .Message;
        Assert.Contains(remedy, refusal, StringComparison.Ordinal);
        Assert.All(
            [100, 70, 12, Limit.OfWorker, Limit.OfStarter],
            number => Assert.Contains($" {number}", refusal, StringComparison.Ordinal)
        );
        new Limit(kind, 100, 70, 0).Demand();
    }

    [Fact]
    public void What_the_system_tells_of_this_process_is_read()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems are not asked.");
        ProcessStatus self = ProcessStatus.OfSelf()!;
        Assert.InRange(self.Threads, 2, 10_000);
        Assert.InRange(LinuxLimits.OpenFiles(), 3, self.FileTable);
        Assert.InRange(
            LinuxLimits.TasksOf(self.User),
            self.Threads - 50,
            LinuxLimits.AllTasks() + 50
        );
        Assert.Null(ProcessStatus.Of(int.MaxValue));
    }
}
