namespace Multiprocessing.Stress.Roles;

/// <summary>The programs that scenarios start, to be killed, interrupted or starved.</summary>
internal static class Role
{
    public const string Starting = "starting";
    public const string Ready = "ready";

    private static readonly Dictionary<string, Func<string[], Task<int>>> s_roles = new()
    {
        ["computing"] = Computing.PlayAsync,
        ["scarce"] = Scarce.PlayAsync,
        [FirstUse.Role] = FirstUse.PlayAsync,
        ["disk-full"] = _ => DiskFull.PlayAsync(),
        ["interrupted"] = Interrupted.PlayAsync,
        ["job"] = Job.PlayAsync,
        ["stranger"] = Stranger.PlayAsync,
        ["starting-workers"] = StartingWorkers.PlayAsync,
        ["deaf-parent"] = _ => DeafParent.PlayAsync(),
        ["small-parent"] = SmallParent.PlayAsync,
    };

    public static Task<int> PlayAsync(string role, string[] arguments) => s_roles[role](arguments);
}
