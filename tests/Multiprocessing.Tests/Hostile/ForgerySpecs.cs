using Multiprocessing.Stress.Scenarios;
using Xunit;

namespace Multiprocessing.Tests.Hostile;

/// <summary>Short runs of what <c>tests/Multiprocessing.Stress</c> does in full counts.</summary>
[Collection(CapturedConsole.Collection)]
public class ForgerySpecs
{
    [Fact(Timeout = 60_000)]
    public async Task Strangers_at_the_endpoint_are_refused_with_a_reason_and_do_not_keep_the_worker_out() =>
        await Strangers.ConnectAsync(strangers: 100);

    [Fact(Timeout = 60_000)]
    public async Task Frames_that_are_none_are_refused_and_nothing_is_allocated_on_their_word() =>
        await Strangers.FramesAsync(streams: 300);

    [Fact(Timeout = 60_000)]
    public async Task Random_graphs_come_out_of_the_codec_as_they_went_in() =>
        await RandomGraphs.InMemoryAsync(graphs: 5000);

    [Fact(Timeout = 60_000)]
    public async Task Random_graphs_come_back_from_workers_as_they_went() =>
        await RandomGraphs.ThroughWorkersAsync(graphs: 200);
}
