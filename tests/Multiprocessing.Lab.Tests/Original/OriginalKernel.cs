using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Multiprocessing.Lab.Tests.Original;

/// <summary>What the original tells while a command runs: "StandardOutputValueProduced", "ReturnValueProduced", ...</summary>
internal sealed record OriginalEvent(string Type, JsonElement Content);

/// <summary>
/// The original's kernels in a process of their own, started and spoken to as the Polyglot Notebooks extension does: commands
/// go to its standard input, events come from its standard output.
/// </summary>
internal sealed class OriginalKernel : IDisposable
{
    /// <summary>Far more than any cell takes.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly OriginalProcess _process;
    private int _commands;

    private OriginalKernel(OriginalProcess process) => _process = process;

    public int ProcessId => _process.Id;

    /// <param name="folder">Where its cells find their files.</param>
    public static async Task<OriginalKernel> StartAsync(string folder)
    {
        var kernel = new OriginalKernel(new("[vscode]", "stdio", "--working-dir", folder));
        try
        {
            await kernel.ReadUntilAsync((type, _) => type == "KernelReady", "its start");
            return kernel;
        }
        catch
        {
            kernel.Dispose();
            throw;
        }
    }

    /// <summary>Runs a cell to its end.</summary>
    /// <exception cref="TimeoutException">It does not come.</exception>
    public async Task<IReadOnlyList<OriginalEvent>> SubmitAsync(string code, string language)
    {
        var token = (++_commands).ToString(CultureInfo.InvariantCulture);
        await _process.WriteAsync(
            new()
            {
                ["commandType"] = "SubmitCode",
                ["command"] = new JsonObject { ["code"] = code, ["targetKernelName"] = language },
                ["token"] = token,
            }
        );
        return await ReadUntilAsync(
            (type, command) => type is "CommandSucceeded" or "CommandFailed" && command == token,
            code
        );
    }

    /// <summary>Ends it; nothing that it started may be left.</summary>
    public Task EndAsync() => _process.EndAsync();

    public void Dispose() => _process.Dispose();

    /// <param name="isLast">By its type, and the token of the command that it belongs to.</param>
    /// <param name="what">What takes this time.</param>
    private async Task<IReadOnlyList<OriginalEvent>> ReadUntilAsync(
        Func<string, string?, bool> isLast,
        string what
    )
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        patience.CancelAfter(s_patience);
        var events = new List<OriginalEvent>();
        while (true)
        {
            JsonElement envelope;
            try
            {
                envelope = await _process.ReadAsync(patience.Token);
            }
            catch (OperationCanceledException)
                when (!TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"The original does not come to the end of: {what}");
            }
            var type = envelope.GetProperty("eventType").GetString()!;
            events.Add(new(type, envelope.GetProperty("event")));
            if (isLast(type, TokenOf(envelope)))
                return events;
        }
    }

    private static string? TokenOf(JsonElement envelope) =>
        envelope.TryGetProperty("command", out var command)
        && command.ValueKind == JsonValueKind.Object
            ? command.GetProperty("token").GetString()
            : null;
}
