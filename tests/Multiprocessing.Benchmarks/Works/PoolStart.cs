using Multiprocessing.Benchmarks.Floors;
using Multiprocessing.Benchmarks.Roles;
using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks.Works;

/// <summary>Pools of 2 from constructor to first result and disposed, in parents that have just started.</summary>
internal static class PoolStart
{
    private const string Spawn = "Python spawn";
    private const string ForkServer = "Python forkserver";
    private const string Empty = "empty .NET process, start to exit";
    private static readonly Figure s_cold = new("cold", Unit.Seconds);
    private static readonly Figure s_second = new("second pool", Unit.Seconds);
    private static readonly Figure s_sharedCold = new("Shared, first call", Unit.Seconds);
    private static readonly Figure s_sharedWarm = new("Shared, warm call", Unit.Seconds);

    public static Match First { get; } =
        new("start", "pool of 2: constructor to first result, then disposed", PlanOfFirst);

    public static Match Second { get; } =
        new(
            "second-pool",
            "second pool of 2 in the same parent, and ProcessPool.Shared",
            PlanOfSecond
        );

    private static Plan PlanOfFirst(Stage stage)
    {
        EmptyProgram empty = stage.Own(new EmptyProgram());
        return new Plan(
            [
                Stage.Ours(() => Cold(AskFreshParent())),
                Stage.FreshPython(Spawn, "start spawn", Cold),
                Stage.FreshPython(ForkServer, "start forkserver", Cold),
                Stage.FreshPython("Python fork", "start fork", Cold),
                .. Stage.FreshLoky("loky_start", Cold),
                new Contender(Empty, () => new() { [s_cold] = empty.Seconds() }),
            ],
            [
                new(new(Contender.Ours, s_cold), new(Spawn, s_cold)) { AtMost = 1 },
                new(new(Contender.Ours, s_cold), new(ForkServer, s_cold)) { AtMost = 1 },
                new(new(Contender.Ours, s_cold), new(Empty, s_cold)) { AtMost = 2 },
            ]
        );
    }

    private static Plan PlanOfSecond(Stage stage) =>
        new(
            [
                Stage.Ours(() =>
                {
                    double[] seconds = AskFreshParent();
                    return new()
                    {
                        [s_cold] = seconds[0],
                        [s_second] = seconds[1],
                        [s_sharedCold] = seconds[2],
                        [s_sharedWarm] = seconds[3],
                    };
                }),
                Stage.FreshPython(Spawn, "start spawn", ColdAndSecond),
                Stage.FreshPython(ForkServer, "start forkserver", ColdAndSecond),
                .. Stage.FreshLoky(
                    "loky_start",
                    seconds =>
                        new()
                        {
                            [s_cold] = seconds[0],
                            [s_second] = seconds[1],
                            [s_sharedWarm] = seconds[2],
                        }
                ),
            ],
            [
                new(new(Contender.Ours, s_sharedWarm), new(Contender.Ours, s_cold))
                {
                    AtMost = 0.05,
                },
                new(new(Contender.Ours, s_second), new(Contender.Ours, s_cold)),
                new(new(Contender.Ours, s_second), new(Spawn, s_second)),
            ]
        );

    private static double[] AskFreshParent()
    {
        using Helper parent = ThisProgram.InRole(FreshParent.Role);
        return parent.Ask("start");
    }

    private static Dictionary<Figure, double> Cold(double[] seconds) =>
        new() { [s_cold] = seconds[0] };

    private static Dictionary<Figure, double> ColdAndSecond(double[] seconds) =>
        new() { [s_cold] = seconds[0], [s_second] = seconds[1] };
}
