using Multiprocessing.Stress.Scenarios;
using Xunit;

namespace Multiprocessing.Tests.Hostile;

/// <summary>Short runs of what <c>tests/Multiprocessing.Stress</c> does in full counts.</summary>
public class ScarcitySpecs
{
    [Fact(Timeout = 120_000)]
    public async Task A_pool_works_with_few_descriptors_left_or_is_refused_in_words()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems are not asked.");
        await Scarcity.DescriptorsAsync(most: 80, step: 16);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_pool_works_with_few_threads_left_or_is_refused_in_words()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess,
            "Only root can become another user, whose threads are limited."
        );
        await Scarcity.ProcessesAsync(most: 80, step: 8);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_full_folder_for_shared_memory_is_told_and_pools_go_on_when_there_is_room()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess,
            "Only root may mount a folder of its own."
        );
        await FullDisk.RunAsync();
    }
}
