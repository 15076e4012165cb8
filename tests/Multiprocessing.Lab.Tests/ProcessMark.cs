using System.Diagnostics;
using System.Text;

namespace Multiprocessing.Lab.Tests;

/// <summary>An environment variable by which a process, and all that it started, can be found. It looks into Linux's /proc.</summary>
internal sealed class ProcessMark
{
    private const string Name = "MPLAB_TEST_MARK";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly string _value = Guid.NewGuid().ToString("N");

    public void PutOn(ProcessStartInfo start) => start.Environment[Name] = _value;

    /// <summary>The processes that bear it and run.</summary>
    public IReadOnlyList<int> Bearers =>
        [
            .. Directory
                .GetDirectories("/proc")
                .Select(path => int.TryParse(Path.GetFileName(path), out var id) ? id : 0)
                .Where(Bears),
        ];

    /// <summary>Waits until all bearers have ended.</summary>
    /// <exception cref="TimeoutException">One has not.</exception>
    public async Task GoneAsync()
    {
        var watch = Stopwatch.StartNew();
        while (Bearers is { Count: > 0 } left)
        {
            if (watch.Elapsed > s_patience)
                throw new TimeoutException(
                    $"Still there:\n{string.Join("\n", left.Select(CommandLine))}"
                );
            await Task.Delay(20);
        }
    }

    private bool Bears(int id)
    {
        try
        {
            // A zombie has no environment any more: it has ended, and whoever has to may reap it.
            return id > 0
                && File.ReadAllText($"/proc/{id}/environ", Encoding.Latin1)
                    .Contains($"{Name}={_value}", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string CommandLine(int id)
    {
        try
        {
            return $"{id} {File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' ')}";
        }
        catch (IOException)
        {
            return $"{id}";
        }
    }
}
