namespace Multiprocessing.Platform;

/// <summary>A limit of the system, and how things stand under it as a worker is about to be started.</summary>
/// <param name="Of">What is limited.</param>
/// <param name="Most">How many there may be.</param>
/// <param name="Used">How many there are.</param>
/// <param name="Owed">How many the workers that were started before may still take.</param>
/// <param name="Loading">How many this process takes to load what it needs for its first worker.</param>
internal sealed record Limit(LimitKind Of, long Most, long Used, long Owed, long Loading = 0)
{
    /// <summary>What a worker takes at most: threads of its own, or descriptors of the process that starts it.</summary>
    public const int OfWorker = 16;

    /// <summary>What the process that starts it may want meanwhile, above all for threads that the runtime starts when it likes.</summary>
    public const int OfStarter = 8;

    /// <summary>
    /// How many descriptors are taken by what .NET loads until the first worker has answered: 32 were seen, two for an assembly.
    /// Without one it says that there is no such assembly, or ends the process.
    /// </summary>
    public const int OfFirstWorker = 40;

    /// <summary>Whether a worker can be started without anybody meeting the limit: it, those before it or this process.</summary>
    public static bool HasRoom(long most, long used, long owed) =>
        most - used - owed >= OfWorker + OfStarter;

    /// <exception cref="InvalidOperationException">There is no room: says which limit it is, the numbers and the remedy.</exception>
    public void Demand()
    {
        if (HasRoom(Most, Used, Owed + Loading))
        {
            return;
        }

        (string whose, string what, string remedy) = Of switch
        {
            LimitKind.Files => (
                "this process",
                "files open",
                "Use fewer workers, dispose pools that are no longer needed, or raise the limit (ulimit -n)."
            ),
            LimitKind.TasksOfUser => (
                "this user",
                "processes and threads",
                "Use fewer workers, or raise the limit (ulimit -u)."
            ),
            _ => (
                "this container or control group",
                "processes and threads",
                "Use fewer workers, or raise the limit (docker run --pids-limit)."
            ),
        };
        string owed =
            (Owed > 0 ? $", the workers that were started before may take {Owed} more" : "")
            + (Loading > 0 ? $", the first worker makes .NET open up to {Loading} more" : "");
        throw new InvalidOperationException(
            $"A worker process cannot be started: {whose} may have {Most} {what} and has {Used}{owed}; "
                + $"a worker takes up to {OfWorker}, and this process must keep {OfStarter}. {remedy}"
        );
    }
}

/// <summary>What is limited.</summary>
internal enum LimitKind
{
    /// <summary>The files that this process has open.</summary>
    Files,

    /// <summary>The processes and threads of this user.</summary>
    TasksOfUser,

    /// <summary>The processes and threads of this container, or whatever else the system counts together.</summary>
    TasksOfContainer,
}
