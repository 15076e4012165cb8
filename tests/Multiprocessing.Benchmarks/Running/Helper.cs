using System.Diagnostics;
using System.Globalization;

namespace Multiprocessing.Benchmarks.Running;

/// <summary>
/// A process that answers questions, each a line of words, with a line of numbers: a program of this library in a role, or
/// Python's side.
/// </summary>
internal sealed class Helper : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);
    private readonly Process _process;
    private readonly string _name;

    public Helper(params string[] command)
    {
        _name = string.Join(' ', command);
        _process = Process.Start(
            new ProcessStartInfo(command[0], command[1..])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
    }

    /// <summary>What it reads, and what it writes: for those that exchange bytes rather than lines.</summary>
    public (Stream To, Stream From) Streams =>
        (_process.StandardInput.BaseStream, _process.StandardOutput.BaseStream);

    /// <exception cref="InvalidOperationException">It ended, said something else than numbers, or was silent for five minutes.</exception>
    public double[] Ask(string question)
    {
        Send(question);
        return Receive(question);
    }

    public void Send(string question)
    {
        _process.StandardInput.WriteLine(question);
        _process.StandardInput.Flush();
    }

    /// <inheritdoc cref="Ask"/>
    public double[] Receive(string question)
    {
        Task<string?> reading = _process.StandardOutput.ReadLineAsync();
        if (!reading.Wait(s_limit))
        {
            throw new InvalidOperationException(
                $"'{_name}' gave no answer to '{question}' for {s_limit.TotalMinutes} minutes."
            );
        }

        string[] words = (reading.Result ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        double[] numbers = new double[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            if (!double.TryParse(words[i], CultureInfo.InvariantCulture, out numbers[i]))
            {
                throw new InvalidOperationException(
                    $"'{_name}' answered '{question}' with '{reading.Result}', which is no list of numbers."
                );
            }
        }

        return numbers.Length > 0
            ? numbers
            : throw new InvalidOperationException(
                $"'{_name}' ended or said nothing when asked '{question}'. What it wrote to standard error says why."
            );
    }

    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already.
        }

        if (!_process.WaitForExit(5000))
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
