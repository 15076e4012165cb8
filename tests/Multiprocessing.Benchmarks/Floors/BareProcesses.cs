using System.Globalization;
using Multiprocessing.Benchmarks.Roles;
using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks.Floors;

/// <summary>
/// Processes that only compute when told to, without any library between them: what they reach together is the ceiling of all
/// parallel work on this machine at this moment.
/// </summary>
internal sealed class BareProcesses : IDisposable
{
    private readonly Helper[] _processes;

    public BareProcesses(int count)
    {
        _processes = [.. Enumerable.Range(0, count).Select(_ => ThisProgram.InRole(Busy.Role))];
        foreach (Helper process in _processes)
        {
            process.Ask("1"); // up, and its code compiled
        }
    }

    /// <summary>Gives each process so many steps at once, and waits for the last.</summary>
    public double Seconds(params long[] steps) =>
        Clock.Seconds(() =>
        {
            for (int i = 0; i < steps.Length; i++)
            {
                _processes[i].Send(steps[i].ToString(CultureInfo.InvariantCulture));
            }

            for (int i = 0; i < steps.Length; i++)
            {
                _processes[i].Receive("steps");
            }
        });

    public void Dispose()
    {
        foreach (Helper process in _processes)
        {
            process.Dispose();
        }
    }
}
