namespace Multiprocessing.Benchmarks.Running;

/// <summary>
/// Whether the machine gives two processes two cores just now: a busy process by itself, then two of them at once, which share
/// nothing. The second core of a shared machine comes and goes without a trace elsewhere.
/// </summary>
internal sealed class Control : IDisposable
{
    /// <summary>Two processes must get that many times what one gets.</summary>
    public const double Enough = 1.8;

    /// <summary>More than two cores' worth means that the process by itself was disturbed: no yardstick either.</summary>
    public const double TooMuch = 2.2;

    private const long Steps = 40_000_000;
    private const int Patience = 5;
    private readonly Floors.BareProcesses _processes = new(2);

    /// <summary>How many times the work of one process two did, when that took so long.</summary>
    public static double Speedup(double alone, double together) => 2 * alone / together;

    public static bool IsGood(double speedup) => speedup is >= Enough and <= TooMuch;

    /// <summary>Measures once.</summary>
    public bool IsGoodNow()
    {
        double alone = _processes.Seconds(Steps, 0);
        return IsGood(Speedup(alone, _processes.Seconds(Steps, Steps)));
    }

    /// <summary>Waits a little for a good moment; false when none came.</summary>
    public bool WaitForGood()
    {
        for (int i = 0; i < Patience; i++)
        {
            Thread.Sleep(200);
            if (IsGoodNow())
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose() => _processes.Dispose();
}
