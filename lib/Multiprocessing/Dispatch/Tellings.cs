namespace Multiprocessing.Dispatch;

/// <summary>What others are being told, such as a worker's output, and have to be before a call's caller learns its outcome.</summary>
internal sealed class Tellings
{
    private readonly Dictionary<object, Task> _last = [];

    /// <summary>Completes when all has been told that is known now.</summary>
    public Task All => Task.WhenAll(_last.Values);

    /// <summary>Notes one more thing.</summary>
    /// <param name="teller">Who tells it, one thing after another: his last is enough to wait for.</param>
    /// <param name="told">Completes when it has been told.</param>
    public void Add(object teller, Task told)
    {
        if (!_last.ContainsKey(teller))
        {
            // Workers come and go in a long call.
            foreach ((object earlier, Task its) in _last)
            {
                if (its.IsCompleted)
                {
                    _last.Remove(earlier);
                }
            }
        }

        _last[teller] = told;
    }
}
