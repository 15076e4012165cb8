using System.Text.Json.Nodes;
using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Execution;
using Multiprocessing.Lab.Jupyter.Protocol;

namespace Multiprocessing.Lab.Jupyter.Requests;

/// <summary>What an editor asks while its user types.</summary>
internal sealed class EditorRequests(KernelSession session)
{
    /// <summary>Beyond this an editor has moved on, and must not find its kernel busy.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public async Task<JsonObject?> CompleteAsync(Request request)
    {
        var code = request.RequiredText("code");
        var cursor = Cursor(request, code);
        var found = await InTimeAsync(
                stopped => session.Current.CompleteAsync(code, cursor, stopped),
                Completions.None(cursor)
            )
            .ConfigureAwait(false);
        var start = CodePoints(code, found.Start);
        var end = CodePoints(code, found.End);
        return Replies.Ok(
            (
                "matches",
                new JsonArray([.. found.Items.Select(item => JsonValue.Create(item.Text))])
            ),
            ("cursor_start", start),
            ("cursor_end", end),
            (
                "metadata",
                // What JupyterLab and VS Code show icons by.
                new JsonObject
                {
                    ["_jupyter_types_experimental"] = new JsonArray([
                        .. found.Items.Select(item => new JsonObject
                        {
                            ["text"] = item.Text,
                            ["type"] = item.Kind,
                            ["start"] = start,
                            ["end"] = end,
                        }),
                    ]),
                }
            )
        );
    }

    public async Task<JsonObject?> InspectAsync(Request request)
    {
        var code = request.RequiredText("code");
        var cursor = Cursor(request, code);
        var detail = request.Content.Number("detail_level") ?? 0;
        var found = await InTimeAsync(
                stopped => session.Current.InspectAsync(code, cursor, detail, stopped),
                Inspection.Nothing
            )
            .ConfigureAwait(false);
        return Replies.Ok(
            ("found", found.Found),
            ("data", OutputJson.Bundle(found.Data)),
            ("metadata", new JsonObject())
        );
    }

    public async Task<JsonObject?> CheckCompletenessAsync(Request request)
    {
        var code = request.RequiredText("code");
        var found = await InTimeAsync(
                _ => session.Current.CheckCompletenessAsync(code),
                Completeness.Unknown
            )
            .ConfigureAwait(false);
        var reply = new JsonObject { ["status"] = found.Status };
        if (found.Status == "incomplete")
            reply["indent"] = found.Indent;
        return reply;
    }

    /// <summary>What is asked for, or that there is nothing, where it takes too long or the session does not answer at all.</summary>
    private static async Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> ask, T otherwise)
    {
        using var stopping = new CancellationTokenSource(s_patience);
        try
        {
            return await ask(stopping.Token).WaitAsync(stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return otherwise;
        }
    }

    /// <summary>The cursor in UTF-16 units, as .NET counts; the protocol counts code points.</summary>
    private static int Cursor(Request request, string code)
    {
        var wanted = request.Content.Number("cursor_pos") ?? int.MaxValue;
        var at = 0;
        foreach (var rune in code.EnumerateRunes())
        {
            if (wanted-- <= 0)
                break;
            at += rune.Utf16SequenceLength;
        }
        return Math.Min(at, code.Length);
    }

    private static int CodePoints(string code, int end)
    {
        var count = 0;
        foreach (var _ in code.AsSpan(0, Math.Clamp(end, 0, code.Length)).EnumerateRunes())
            count++;
        return count;
    }
}
