using System.Diagnostics;
using System.Text;

namespace Multiprocessing.Stress.Running;

/// <summary>A real terminal, made by util-linux's <c>script</c>, with a shell that has jobs.</summary>
internal sealed class Terminal : IDisposable
{
    public const string ControlC = "\x03";
    public const string ControlZ = "\x1a";
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly StringBuilder _shown = new();

    private Terminal(Process process) => _process = process;

    /// <param name="command">What runs in it; by default a shell that waits for commands.</param>
    public static Terminal Open(string command = "bash --norc --noprofile -i") =>
        new(
            ThisProgram.Start(
                ["script", "-q", "-c", command, "/dev/null"],
                new Dictionary<string, string?> { ["SHELL"] = "/bin/sh" }
            )
        );

    public async Task TypeAsync(string keys)
    {
        await _process.StandardInput.WriteAsync(keys).ConfigureAwait(false);
        await _process.StandardInput.FlushAsync().ConfigureAwait(false);
    }

    /// <summary>Waits until the terminal has shown this; returns what it showed since the last wait.</summary>
    public async Task<string> ShowsAsync(string text)
    {
        using var time = new CancellationTokenSource(s_limit);
        char[] some = new char[1024];
        while (!_shown.ToString().Contains(text, StringComparison.Ordinal))
        {
            int count;
            try
            {
                count = await _process
                    .StandardOutput.ReadAsync(some, time.Token)
                    .ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                count = 0;
            }

            Check.That(count > 0, $"the terminal never shows '{text}': {_shown}");
            _shown.Append(some, 0, count);
        }

        string shown = _shown.ToString();
        _shown.Clear();
        return shown;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
