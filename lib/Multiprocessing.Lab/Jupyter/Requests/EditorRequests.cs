using System.Text.Json.Nodes;
using Multiprocessing.Lab.Documents;
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
        using var stopping = new CancellationTokenSource(s_patience);
        var found = await session
            .Current.CompleteAsync(code, Cursor(request, code), stopping.Token)
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
        using var stopping = new CancellationTokenSource(s_patience);
        var found = await session
            .Current.InspectAsync(
                code,
                Cursor(request, code),
                request.Content.Number("detail_level") ?? 0,
                stopping.Token
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
        var found = await session
            .Current.CheckCompletenessAsync(request.RequiredText("code"))
            .ConfigureAwait(false);
        var reply = new JsonObject { ["status"] = found.Status };
        if (found.Status == "incomplete")
            reply["indent"] = found.Indent;
        return reply;
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
