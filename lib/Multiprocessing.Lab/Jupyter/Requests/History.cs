using System.IO.Enumeration;
using System.Text.Json.Nodes;
using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Jupyter.Protocol;

namespace Multiprocessing.Lab.Jupyter.Requests;

/// <summary>The cells that have run, by execution count, while this kernel has.</summary>
internal sealed class History
{
    /// <summary>There is but one: the kernel keeps nothing for the next.</summary>
    private const int Session = 1;

    private readonly List<Entry> _entries = [];
    private readonly Lock _gate = new();

    public void Add(int number, string code)
    {
        lock (_gate)
            _entries.Add(new(number, code, null));
    }

    /// <summary>Keeps the plain text of a cell's value.</summary>
    public void AddValue(int number, string text)
    {
        lock (_gate)
        {
            var at = _entries.FindLastIndex(entry => entry.Number == number);
            if (at >= 0)
                _entries[at] = _entries[at] with { Value = text };
        }
    }

    /// <summary>The text of the cell with this execution count; null if there is none.</summary>
    public string? Find(int number)
    {
        lock (_gate)
            return _entries.FindLast(entry => entry.Number == number)?.Code;
    }

    public Task<JsonObject?> Reply(Request request)
    {
        var content = request.Content;
        var withValues = request.Flag("output", otherwise: false);
        IEnumerable<Entry> found;
        lock (_gate)
            found = [.. _entries];
        found = content.Text("hist_access_type") switch
        {
            "range" => Range(
                found,
                content.Number("session"),
                content.Number("start"),
                content.Number("stop")
            ),
            "search" => Search(found, content.Text("pattern") ?? "*", request),
            _ => found,
        };
        if (content.Text("hist_access_type") != "range" && content.Number("n") is { } most)
            found = found.TakeLast(most);
        return Task.FromResult<JsonObject?>(
            Replies.Ok(
                ("history", new JsonArray([.. found.Select(entry => entry.ToJson(withValues))]))
            )
        );
    }

    /// <remarks>Session 0 is the current one; there are no others.</remarks>
    private static IEnumerable<Entry> Range(
        IEnumerable<Entry> entries,
        int? session,
        int? start,
        int? stop
    ) =>
        session is null or 0 or Session
            ? entries.Where(e => e.Number >= (start ?? 0) && e.Number < (stop ?? int.MaxValue))
            : [];

    private static IEnumerable<Entry> Search(
        IEnumerable<Entry> entries,
        string pattern,
        Request request
    )
    {
        var found = entries.Where(e =>
            FileSystemName.MatchesSimpleExpression(pattern, e.Code, ignoreCase: false)
        );
        return request.Flag("unique", otherwise: false)
            ? found.Reverse().DistinctBy(e => e.Code).Reverse()
            : found;
    }

    private sealed record Entry(int Number, string Code, string? Value)
    {
        public JsonArray ToJson(bool withValue) =>
            new JsonArray(
                Session,
                Number,
                withValue ? new JsonArray(Code, Value) : JsonValue.Create(Code)
            );
    }
}
