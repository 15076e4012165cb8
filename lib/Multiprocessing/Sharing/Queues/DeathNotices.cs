using Multiprocessing.Links;

namespace Multiprocessing.Sharing;

/// <summary>
/// Deaths that those who wait must hear of: all who wait now, else the next who would wait, once. Guarded by the lock of
/// the object that they belong to.
/// </summary>
/// <param name="during">What the dead process was to the object, such as "while it held the queue".</param>
internal sealed class DeathNotices(string during)
{
    private readonly Queue<Departure> _untold = [];

    public void Tell(Departure who, Line waiting)
    {
        Inquiry[] told = waiting.TakeAll();
        foreach (Inquiry inquiry in told)
        {
            inquiry.Fail(Describe(who));
        }

        if (told.Length == 0)
        {
            _untold.Enqueue(who);
        }
    }

    /// <summary>True if there was something to tell, and then it has been told.</summary>
    public bool TryTell(Inquiry inquiry)
    {
        if (!inquiry.Question.MayWait || !_untold.TryDequeue(out Departure who))
        {
            return false;
        }

        inquiry.Fail(Describe(who));
        return true;
    }

    private WorkerDiedException Describe(Departure who) =>
        new(who.ProcessId, new WorkerExit(who.ExitCode), during);
}
