namespace Multiprocessing.Lab.Jupyter.Protocol;

/// <summary>Passes lines on, but not so many that a stranger could fill a disk with what is said of him.</summary>
internal sealed class LineLimit(Action<string> log)
{
    private const int Most = 20;
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(10);

    /// <summary>Never held while a line is logged: who reads them may not, and is to hold up nobody else.</summary>
    private readonly Lock _gate = new();
    private int _count;
    private string _last = "";

    public void Add(string line)
    {
        bool passes;
        lock (_gate)
        {
            if (++_count == 1)
                _ = EndPeriodAsync();
            passes = _count <= Most;
            _last = line;
        }
        if (passes)
            log(line);
    }

    private async Task EndPeriodAsync()
    {
        await Task.Delay(s_period).ConfigureAwait(false);
        int heldBack;
        string last;
        lock (_gate)
        {
            (heldBack, last) = (_count - Most, _last);
            _count = 0;
        }
        if (heldBack > 0)
            log($"{last} ({heldBack} such lines were held back.)");
    }
}
