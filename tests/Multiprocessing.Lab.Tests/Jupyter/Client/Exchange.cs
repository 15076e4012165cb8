using System.Text;

namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>A request, its reply, and what was published for it.</summary>
internal sealed class Exchange(string id)
{
    private readonly Arrivals<Message> _replies = new();

    public string Id => id;

    /// <summary>What iopub said for the request, also after its end.</summary>
    public Arrivals<Message> Published { get; } = new();

    public Task<Message> ReplyAsync() => _replies.FirstAsync(_ => true);

    /// <summary>Waits for reply and idle.</summary>
    /// <returns>The reply.</returns>
    public async Task<Message> EndAsync()
    {
        await Published.FirstAsync(message => message.IsStatus("idle"));
        return await ReplyAsync();
    }

    /// <summary>Waits until the cell has written this.</summary>
    public async Task SaysAsync(string text, string stream = "stdout")
    {
        var said = new StringBuilder();
        await Published.FirstAsync(message =>
        {
            if (message.Is("stream") && message.Text("name") == stream)
                said.Append(message.Text("text"));
            return said.ToString().Contains(text, StringComparison.Ordinal);
        });
    }

    /// <summary>All that has been written to a stream so far.</summary>
    public string Text(string stream = "stdout") =>
        string.Concat(
            Of("stream").Where(m => m.Text("name") == stream).Select(m => m.Text("text"))
        );

    /// <summary>The value's plain text.</summary>
    public string Result => Assert.Single(Of("execute_result")).Data();

    public Message Error => Assert.Single(Of("error"));

    public IEnumerable<Message> Of(string type) => Published.All.Where(message => message.Is(type));

    /// <summary>The types of all that was published, in order.</summary>
    public IEnumerable<string> Types =>
        Published.All.Select(message =>
            message.Is("status") ? message.Text("execution_state") : message.Type
        );

    public void Add(Message reply) => _replies.Add(reply);

    /// <summary>Replies that came; more than one is an error.</summary>
    public int ReplyCount => _replies.All.Count;
}
