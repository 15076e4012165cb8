using System.Runtime.CompilerServices;
using Multiprocessing.Lab.Execution;
using Multiprocessing.Lab.Jupyter;
using Multiprocessing.Lab.Jupyter.Protocol;
using Multiprocessing.Lab.Jupyter.Requests;

namespace Multiprocessing.Lab.Tests.Jupyter;

public class OutputPublisherSpecs
{
    private readonly List<Answer> _sent = [];

    [Fact]
    public void A_cell_that_has_ended_is_known_for_what_it_shows_late_and_its_value_is_not_kept()
    {
        var publisher = new OutputPublisher(new History(), _sent.Add);
        var value = RunCell(publisher);
        GC.Collect();
        Assert.False(value.IsAlive);

        publisher.OnEvent(new TextWritten("stdout", "late") { Cell = 1 });
        var late = Assert.Single(_sent);
        Assert.Equal("{1}"u8.ToArray(), late.Parent);
        Assert.Equal("late", (string?)late.Content["text"]);
    }

    /// <remarks>In a method of its own, so that no local keeps the value.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference RunCell(OutputPublisher publisher)
    {
        var request = new Request(
            Channel.Shell,
            [],
            "{1}"u8.ToArray(),
            "execute_request",
            default,
            1
        );
        publisher.Add(1, new(request, 1, "code", IsSilent: false));
        var data = new Dictionary<string, string> { ["text/plain"] = "large" };
        publisher.OnEvent(new ResultProduced(data) { Cell = 1 });
        publisher.End(1);
        _sent.Clear();
        return new(data);
    }
}
