namespace Multiprocessing.Lab.Jupyter.Protocol;

/// <summary>Passes lines on, but not so many that a stranger could fill a disk with what is said of him.</summary>
internal sealed class LineLimit(Action<string> log)
{
    private const int Most = 20;
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private int _count;
    private string _last = "";

    public void Add(string line)
    {
        lock (_gate)
        {
            if (++_count == 1)
                _ = EndPeriodAsync();
            if (_count <= Most)
                log(line);
            _last = line;
        }
    }

    private async Task EndPeriodAsync()
    {
        await Task.Delay(s_period).ConfigureAwait(false);
        lock (_gate)
        {
            if (_count > Most)
                log($"{_last} ({_count - Most} such lines were held back.)");
            _count = 0;
        }
    }
}
