using Multiprocessing.Code;
using Multiprocessing.Links;
using Multiprocessing.Values;

namespace Multiprocessing.Sharing;

/// <summary>
/// Where the objects live that the processes of a family share: in the process at its root. There it is the
/// <see cref="Hub"/> itself, in a worker the <see cref="Uplink"/> that leads to it.
/// </summary>
internal interface IHome
{
    /// <summary>Makes an object and returns its number.</summary>
    long Create(IBlueprint blueprint);

    /// <summary>Puts a question to an object, in the name of this process. Never waits.</summary>
    Pending Ask(in Question question);

    /// <summary>Brings an answer sooner where this thread can; for a moment at most. To be called before a thread waits for one.</summary>
    void Expect(Task<Answer> answer) { }

    /// <summary>Like <see cref="Ask"/>, but nobody waits for an answer.</summary>
    void Tell(in Question question);

    /// <summary>A worker of this process, or one below it, asks, gives up or has ended.</summary>
    void Forward(in Frame frame, IWorkerLink from);

    /// <summary>A process below this one has ended.</summary>
    void Left(Departure who);
}

/// <summary>A question that was put. It is answered exactly once, also when given up: whether that came in time is for the hub to say.</summary>
internal readonly record struct Pending(Task<Answer> Answered, Action GiveUp);

/// <summary>A process that has ended.</summary>
internal readonly record struct Departure(int ProcessId, int ExitCode)
{
    /// <summary>Whether it was killed, crashed or ended with an error.</summary>
    public bool IsAbnormal => ExitCode != 0;
}

/// <summary>This process's place in the family.</summary>
internal static class Home
{
    private static Uplink? s_uplink;

    /// <summary>The way to the shared objects from here.</summary>
    public static IHome Current => s_uplink ?? (IHome)Root.Hub;

    /// <summary>How values that are stored there name code.</summary>
    public static ICodeBook Code { get; private set; } = CodeBook.Shared;

    /// <summary>Called once, as a worker comes up.</summary>
    public static void Become(Uplink uplink, ICodeBook code)
    {
        s_uplink = uplink;
        Code = code;
    }

    /// <summary>Made when it is looked for: a worker has none.</summary>
    private static class Root
    {
        public static readonly Hub Hub = new();
    }
}
