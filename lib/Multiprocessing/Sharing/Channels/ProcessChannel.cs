using Multiprocessing.Sharing;

namespace Multiprocessing;

/// <summary>Makes channels between two processes, as <c>multiprocessing.Pipe</c> does in Python.</summary>
public static class ProcessChannel
{
    /// <summary>Makes the two ends of a channel that goes both ways: what is sent at one end is received at the other.</summary>
    /// <typeparam name="T">The type of what is sent.</typeparam>
    /// <returns>The two ends, which are alike. Usually one is captured by a function that a worker runs.</returns>
    public static (ProcessChannel<T> First, ProcessChannel<T> Second) CreatePair<T>()
    {
        SharedObject first = SharedObject.Create(new ChannelBlueprint());
        return (new ProcessChannel<T>(first), new ProcessChannel<T>(first.OtherSide()));
    }
}
