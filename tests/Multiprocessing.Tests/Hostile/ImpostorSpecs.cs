using Multiprocessing.Stress.Running;
using Multiprocessing.Stress.Scenarios;
using Xunit;

namespace Multiprocessing.Tests.Hostile;

/// <summary>The name of a parent's socket is free as soon as the parent has ended, and anybody may take it.</summary>
public class ImpostorSpecs
{
    [Theory(Timeout = 60_000)]
    [InlineData("listen", "Another user, 65534, listens")]
    [InlineData("answer", "Another user, 65534, listens")]
    [InlineData("crowd", "It has ended.")]
    public async Task A_worker_says_nothing_to_another_user_in_its_parents_place_and_ends(
        string manner,
        string words
    )
    {
        await SkipWithoutAnotherUserAsync();
        await Impostors.MeetAsync(manner, ofAnotherUser: true, words, most: 0);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("listen", "It has ended.")]
    [InlineData("answer", "does not know its secret")]
    [InlineData("crowd", "It has ended.")]
    public async Task A_worker_believes_nobody_in_its_parents_place_who_does_not_know_the_secret_and_ends(
        string manner,
        string words
    )
    {
        SkipElsewhere();
        await Impostors.MeetAsync(manner, ofAnotherUser: false, words, Impostors.FirstWords);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_that_waits_while_its_parent_is_killed_does_not_come_to_another_user_who_takes_the_name()
    {
        await SkipWithoutAnotherUserAsync();
        await Impostors.TakeOverAsync(times: 6);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_waits_for_a_parent_that_is_slow_to_hear_it()
    {
        SkipElsewhere();
        await Impostors.WaitAsync();
    }

    private static void SkipElsewhere() =>
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the socket lies in a folder.");

    private static async Task SkipWithoutAnotherUserAsync()
    {
        string? reason = await AnotherUser.UnavailableAsync();
        Assert.SkipUnless(reason is null, reason ?? "");
    }
}
