namespace Multiprocessing.Sharing;

/// <summary>
/// Held by the handles that a process has to an object that it made and never sent away: when they are collected, nobody
/// can ever use the object again.
/// </summary>
internal sealed class Lease(long number)
{
    private int _ended;

    ~Lease()
    {
        if (End())
        {
            Home.Current.Tell(new Question(number, Verbs.Dispose, 0, false, default));
        }
    }

    /// <summary>From now on the object lives on its own. True the first time.</summary>
    public bool End() => Interlocked.Exchange(ref _ended, 1) == 0;
}
