using Multiprocessing.Stress.Running;
using Multiprocessing.Stress.Scenarios;

namespace Multiprocessing.Stress;

/// <summary>All scenarios, in full counts.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new(
            "parent-kills",
            "the parent is killed with SIGKILL while workers compute",
            TimeSpan.FromMinutes(5),
            () => ParentKills.RunAsync(kills: 50)
        ),
        new(
            "interrupts",
            "Ctrl+C in a terminal",
            TimeSpan.FromMinutes(3),
            () => Interrupts.RunAsync(times: 10)
        ),
    ];
}
