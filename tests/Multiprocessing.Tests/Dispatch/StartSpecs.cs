using Xunit;

namespace Multiprocessing.Tests.Dispatch;

/// <summary>When the workers of a pool are started.</summary>
public class StartSpecs
{
    private static readonly int s_atOnce = Math.Max(1, Environment.ProcessorCount - 1);

    [Fact]
    public void A_pool_starts_as_many_workers_at_once_as_there_are_cores_beside_its_own()
    {
        using var links = new SilentLinks(workers: s_atOnce + 5);
        Assert.Equal(s_atOnce, links.Started);
    }

    [Fact]
    public void A_call_starts_as_many_of_the_others_as_it_has_items()
    {
        using var links = new SilentLinks(workers: s_atOnce + 5);
        _ = links.Pool.RunAsync(() => 1);
        Assert.Equal(s_atOnce, links.Started); // there is one for it already
        _ = links.Pool.MapAsync(n => n, Enumerable.Range(0, s_atOnce + 1));
        Assert.Equal(s_atOnce + 2, links.Started);
        _ = links.Pool.MapAsync(n => n, Enumerable.Range(0, 100));
        Assert.Equal(s_atOnce + 5, links.Started);
    }

    [Fact]
    public void When_one_is_up_the_others_start_without_being_called_for()
    {
        using var links = new SilentLinks(workers: s_atOnce + 5);
        links[0].ComeUp();
        Assert.Equal(s_atOnce + 5, links.Started);
    }

    [Fact]
    public void Idle_workers_that_die_as_they_come_up_are_not_replaced()
    {
        using var links = new SilentLinks(workers: s_atOnce + 1);
        for (int i = 0; i <= s_atOnce; i++)
        {
            links[i].ComeUp();
            links[i].Kill();
        }

        Assert.Equal(s_atOnce + 1, links.Started);
    }
}
