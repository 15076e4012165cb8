using System.Collections.Concurrent;
using Multiprocessing.Lab.Execution;
using Multiprocessing.Lab.Execution.CSharp;
using Multiprocessing.Lab.Execution.CSharp.Sharing;
using Multiprocessing.Lab.Execution.Sessions;
using Multiprocessing.Lab.Tests.Documents;

namespace Multiprocessing.Lab.Tests.Execution.Sharing;

public class AskingSpecs
{
    private readonly List<(string Prompt, bool IsPassword)> _asked = [];

    [Fact(Timeout = 60_000)]
    public async Task What_the_user_types_becomes_a_variable()
    {
        var engine = new CSharpEngine(Directory.GetCurrentDirectory());
        var sharing = Sharing(engine);
        await sharing.ToCSharpAsync(new("set", "--name city --value @input:\"Which city?\"", 1));
        await sharing.ToCSharpAsync(
            new("set", "--name year --value @input:{\"prompt\": \"Which year?\"}", 1)
        );
        await sharing.ToCSharpAsync(new("set", "--name secret --value @password:Secret", 1));
        var outcome = await engine.RunAsync(
            "cell 1",
            "$\"{city} {year} {secret} {secret.GetClearTextPassword()}\""
        );
        Assert.Equal("<Which city?> <Which year?> ************ <Secret>", outcome.Value);
        Assert.Equal([("Which city?", false), ("Which year?", false), ("Secret", true)], _asked);
    }

    [Fact]
    public void What_the_user_types_goes_into_pages_unless_it_is_a_password()
    {
        var sharing = Sharing(new CSharpEngine(Directory.GetCurrentDirectory()));
        Assert.Equal(
            "globalThis[\"x\"] = \"\\u003Chow\\u003E\";",
            sharing.ToPage(new("set", "--name x --value @input:how", 1))
        );
        var e = Assert.Throws<MagicException>(() =>
            sharing.ToPage(new("set", "--name x --value @password:how", 1))
        );
        Assert.Contains("a password does not go into a page", e.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cell_that_was_to_be_stopped_before_it_began_asks_nothing()
    {
        using var folder = new TemporaryFolder();
        var happened = new ConcurrentQueue<SessionEvent>();
        await using var session = SessionProcess.Start(folder.Path, happened.Enqueue);
        await session.InterruptAsync(1);
        var status = await session.ExecuteAsync(
            new(1, 1, CellLanguages.CSharp, "#!set --name x --value @input:Which", CanAsk: true)
        );
        Assert.Equal(CellStatus.Stopped, status);
        Assert.Empty(happened.OfType<InputRequested>());
    }

    private ValueSharing Sharing(CSharpEngine engine) =>
        new(
            engine,
            (prompt, isPassword) =>
            {
                _asked.Add((prompt, isPassword));
                return $"<{prompt}>";
            }
        );
}
