namespace Multiprocessing.Platform;

/// <summary>
/// Room under the system's limits for one worker, claimed before it is started and given back when it has ended. It is looked
/// for ahead, because .NET ends a process, this one or the worker, that is not granted a thread which the runtime itself wants.
/// Only on Linux: elsewhere a start that fails is told by <see cref="SystemLimits"/>.
/// </summary>
/// <remarks>
/// A worker comes up with 10 threads, and 15 were seen under load on two cores; its start opens about ten files. What costs
/// more than a file or two to find out is asked only where a limit may be near.
/// </remarks>
internal sealed class WorkerRoom : IDisposable
{
    private const int CountHoldsMilliseconds = 1000;

    private static readonly Lock s_gate = new();
    private static readonly HashSet<WorkerRoom> s_claims = [];

    // The user's threads when they were last counted, with those owed then and those claimed since: counting takes
    // milliseconds, and a pool that starts many workers counts once.
    private static long s_tasksOfUser;
    private static long s_countedAt = -CountHoldsMilliseconds;
    private static volatile bool s_everUp;
    private static long? s_filesAtFirst;

    private WorkerRoom() { }

    /// <summary>The worker's process; 0 until it has started.</summary>
    public int ProcessId { private get; set; }

    /// <summary>
    /// Looks whether one worker could be started, before anything is loaded for that: .NET takes it for a missing assembly, or
    /// ends the process, when there is no descriptor to load one with.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no room; says how things stand.</exception>
    public static void Demand()
    {
        if (s_everUp || !OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            lock (s_gate)
            {
                if (ProcessStatus.OfSelf() is { } self)
                {
                    LookForFiles(self);
                }
            }
        }
        catch (IOException e)
        {
            throw SystemLimits.Explain(e);
        }
    }

    /// <exception cref="InvalidOperationException">A limit leaves no room; says which, and how things stand.</exception>
    /// <exception cref="IOException">There is not even a descriptor left to look with.</exception>
    public static WorkerRoom Claim()
    {
        var claim = new WorkerRoom();
        lock (s_gate)
        {
            if (OperatingSystem.IsLinux() && ProcessStatus.OfSelf() is { } self)
            {
                LookForFiles(self);
                LookForTasks(self);
                s_tasksOfUser += Limit.OfWorker;
            }

            s_claims.Add(claim);
        }

        return claim;
    }

    /// <summary>The worker is there: all that is needed for one has been loaded.</summary>
    public static void IsUp() => s_everUp = true;

    public void Dispose()
    {
        lock (s_gate)
        {
            s_claims.Remove(this);
        }
    }

    private static void LookForFiles(ProcessStatus self)
    {
        int starting = 0;
        foreach (WorkerRoom claim in s_claims)
        {
            starting += claim.ProcessId == 0 ? 1 : 0;
        }

        long most = LinuxLimits.MostFiles;
        int owed = starting * Limit.OfWorker;
        if (Limit.HasRoom(most, self.FileTable, owed + (s_everUp ? 0 : Limit.OfFirstWorker)))
        {
            return;
        }

        long used = LinuxLimits.OpenFiles();
        s_filesAtFirst ??= used;
        long loaded = used - s_filesAtFirst.Value;
        long loading = s_everUp ? 0 : Math.Max(0, Limit.OfFirstWorker - loaded);
        new Limit(LimitKind.Files, most, used, owed, loading).Demand();
    }

    private static void LookForTasks(ProcessStatus self)
    {
        int mostOwed = s_claims.Count * Limit.OfWorker;
        foreach (string group in LinuxLimits.Containers)
        {
            if (
                LinuxLimits.MostTasksOf(group) is { } most
                && LinuxLimits.TasksOf(group) is var used
                && !Limit.HasRoom(most, used, mostOwed)
            )
            {
                new Limit(LimitKind.TasksOfContainer, most, used, OwedTasks()).Demand();
            }
        }

        if (
            !self.IsAboveLimits
            && LinuxLimits.MostTasksOfUser is var mine
            && !Limit.HasRoom(mine, LinuxLimits.AllTasks(), mostOwed)
            && !(
                Environment.TickCount64 - s_countedAt < CountHoldsMilliseconds
                && Limit.HasRoom(mine, s_tasksOfUser, owed: 0)
            )
        )
        {
            long counted = LinuxLimits.TasksOf(self.User);
            long owed = OwedTasks();
            s_tasksOfUser = counted + owed;
            s_countedAt = Environment.TickCount64;
            new Limit(LimitKind.TasksOfUser, mine, counted, owed).Demand();
        }
    }

    /// <summary>What the workers that were started before may take and have not taken yet.</summary>
    private static long OwedTasks()
    {
        long owed = 0;
        foreach (WorkerRoom claim in s_claims)
        {
            int has =
                claim.ProcessId == 0 ? 0
                : ProcessStatus.Of(claim.ProcessId) is { } status ? status.Threads
                : Limit.OfWorker; // it has just ended
            owed += Math.Max(0, Limit.OfWorker - has);
        }

        return owed;
    }
}
