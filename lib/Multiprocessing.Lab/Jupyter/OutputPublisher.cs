using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Execution;
using Multiprocessing.Lab.Jupyter.Protocol;
using Multiprocessing.Lab.Jupyter.Requests;

namespace Multiprocessing.Lab.Jupyter;

/// <summary>A cell as its outputs need it.</summary>
/// <param name="Request">The request that runs it.</param>
/// <param name="Number">Its execution count.</param>
/// <param name="Code">Its text.</param>
/// <param name="IsSilent">Whether nothing of it is to be seen.</param>
internal sealed record PublishedCell(Request Request, int Number, string Code, bool IsSilent)
{
    /// <summary>The error that it ended with.</summary>
    public ErrorRaised? Error { get; set; }

    /// <summary>Its value, as media types.</summary>
    public IReadOnlyDictionary<string, string>? Value { get; set; }
}

/// <summary>Tells all clients what the session's cells show, each under the request that it belongs to, also late.</summary>
internal sealed class OutputPublisher(History history, Action<Answer> send)
{
    private readonly ConcurrentDictionary<int, PublishedCell> _cells = new();

    /// <summary>Is told what a cell asks its user.</summary>
    public Action<PublishedCell, InputRequested>? InputRequested { get; set; }

    /// <summary>A cell is about to run; the session's events name it by this id.</summary>
    public void Add(int id, PublishedCell cell) => _cells[id] = cell;

    /// <summary>
    /// The cell has ended. It stays known for as long as the kernel runs, as it may show something late; its text and its
    /// value, which may be large, do not.
    /// </summary>
    public void End(int id)
    {
        if (_cells.TryGetValue(id, out var cell))
            _cells[id] = new(
                cell.Request with
                {
                    Content = default,
                },
                cell.Number,
                Code: "",
                cell.IsSilent
            );
    }

    public void OnEvent(SessionEvent happened)
    {
        var cell = _cells.GetValueOrDefault(happened.Cell);
        switch (happened)
        {
            case ErrorRaised error when cell is not null:
                cell.Error = error;
                break;
            case ResultProduced result when cell is not null:
                cell.Value = result.Data;
                break;
            case InputRequested input when cell is not null:
                InputRequested?.Invoke(cell, input);
                return;
        }
        if (cell is { IsSilent: true } || Content(happened, cell) is not var (type, content))
            return;
        send(Answers.Publish(type, cell?.Request.Header ?? [], content));
    }

    /// <summary>Shows a line of the kernel's own under a cell.</summary>
    public void Say(PublishedCell cell, string text) =>
        send(Answers.Publish("stream", cell.Request.Header, Stream("stderr", text)));

    /// <summary>The error's traceback, which shows the lines of the cells that it came by.</summary>
    public IReadOnlyList<string> TracebackOf(ErrorRaised error, PublishedCell? cell) =>
        Traceback.Of(
            error,
            cell?.Number,
            number => number == cell?.Number ? cell.Code : history.Find(number)
        );

    private (string, JsonObject)? Content(SessionEvent happened, PublishedCell? cell) =>
        happened switch
        {
            TextWritten text => ("stream", Stream(text.Stream, text.Text)),
            ValueShown shown => ("display_data", Display(shown.Id, shown.Data)),
            ValueUpdated updated => ("update_display_data", Display(updated.Id, updated.Data)),
            ResultProduced result => (
                "execute_result",
                new JsonObject
                {
                    ["execution_count"] = cell?.Number,
                    ["data"] = Data(result.Data),
                    ["metadata"] = new JsonObject(),
                }
            ),
            ErrorRaised error => (
                "error",
                new JsonObject
                {
                    ["ename"] = error.Name,
                    ["evalue"] = error.Message,
                    ["traceback"] = new JsonArray([
                        .. TracebackOf(error, cell).Select(line => JsonValue.Create(line)),
                    ]),
                }
            ),
            OutputCleared cleared => ("clear_output", new JsonObject { ["wait"] = cleared.Wait }),
            _ => null,
        };

    private static JsonObject Stream(string name, string text) =>
        new() { ["name"] = name, ["text"] = text };

    private static JsonObject Data(IReadOnlyDictionary<string, string> data) =>
        OutputJson.Bundle(MermaidDiagram.Complete(SelfDrawing.Complete(data)));

    private static JsonObject Display(string id, IReadOnlyDictionary<string, string> data) =>
        new()
        {
            ["data"] = Data(data),
            ["metadata"] = new JsonObject(),
            ["transient"] = new JsonObject { ["display_id"] = id },
        };
}
