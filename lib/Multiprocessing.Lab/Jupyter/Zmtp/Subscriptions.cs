namespace Multiprocessing.Lab.Jupyter.Zmtp;

/// <summary>
/// The topics that one peer subscribes to. A client has one or a few, mostly the empty one, which is for all; bounded, as
/// anybody may subscribe.
/// </summary>
internal sealed class Subscriptions
{
    private const int LongestTopic = 255;
    private const int MostTopics = 100;

    /// <summary>Each is answered, so a peer that subscribes without end is refused as well.</summary>
    private const int MostRequests = 1000;

    private readonly Lock _gate = new();
    private readonly List<byte[]> _topics = [];
    private int _requests;

    /// <exception cref="InvalidDataException">They are too many, or the topic is too long.</exception>
    public void Add(byte[] topic)
    {
        lock (_gate)
        {
            if (topic.Length > LongestTopic)
                throw new InvalidDataException(
                    $"it subscribed to a topic of {topic.Length:N0} bytes, and {LongestTopic} are taken"
                );
            if (++_requests > MostRequests)
                throw new InvalidDataException($"it subscribed {MostRequests:N0} times");
            if (IndexOf(topic) >= 0)
                return;
            if (_topics.Count == MostTopics)
                throw new InvalidDataException(
                    $"it subscribed to more than {MostTopics} topics at once"
                );
            _topics.Add(topic);
        }
    }

    public void Remove(byte[] topic)
    {
        lock (_gate)
        {
            if (IndexOf(topic) is >= 0 and var at)
                _topics.RemoveAt(at);
        }
    }

    /// <summary>Whether one of them is what the message's topic begins with.</summary>
    public bool Match(byte[] topic)
    {
        lock (_gate)
            return _topics.Exists(wanted => topic.AsSpan().StartsWith(wanted));
    }

    private int IndexOf(byte[] topic) =>
        _topics.FindIndex(known => known.AsSpan().SequenceEqual(topic));
}
