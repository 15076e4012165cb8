using Multiprocessing.Benchmarks.Peers;

namespace Multiprocessing.Benchmarks.Running;

/// <summary>What the contenders of a work need, from before the first sample until after the last.</summary>
internal sealed class Stage(Effort effort) : IDisposable
{
    private readonly Stack<IDisposable> _owned = [];
    private readonly Dictionary<Python, Helper> _peers = [];

    public Effort Effort { get; } = effort;

    /// <summary>Disposes that at the end.</summary>
    public T Own<T>(T resource)
        where T : IDisposable
    {
        _owned.Push(resource);
        return resource;
    }

    /// <summary>This library as a contender.</summary>
    public static Contender Ours(Func<Dictionary<Figure, double>> measure) =>
        new(Contender.Ours, measure);

    /// <summary>Python's multiprocessing as a contender; it answers that question.</summary>
    public Contender Python(
        string name,
        string question,
        Func<double[], Dictionary<Figure, double>> figures
    ) => Peer(Peers.Python.Default, name, question, figures);

    /// <summary>The same in a fresh process for every sample.</summary>
    public static Contender FreshPython(
        string name,
        string question,
        Func<double[], Dictionary<Figure, double>> figures
    ) => Fresh(Peers.Python.Default, name, question, figures);

    /// <summary>joblib's loky as a contender, where there is one.</summary>
    public IEnumerable<Contender> Loky(
        string question,
        Func<double[], Dictionary<Figure, double>> figures
    ) => Peers.Python.WithLoky is { } python ? [Peer(python, "loky", question, figures)] : [];

    /// <summary>The same in a fresh process for every sample.</summary>
    public static IEnumerable<Contender> FreshLoky(
        string question,
        Func<double[], Dictionary<Figure, double>> figures
    ) => Peers.Python.WithLoky is { } python ? [Fresh(python, "loky", question, figures)] : [];

    public void Dispose()
    {
        while (_owned.TryPop(out IDisposable? resource))
        {
            resource.Dispose();
        }
    }

    private Contender Peer(
        Python? python,
        string name,
        string question,
        Func<double[], Dictionary<Figure, double>> figures
    )
    {
        if (python is null)
        {
            return new Contender(name, null);
        }

        if (!_peers.TryGetValue(python, out Helper? peer))
        {
            _peers.Add(python, peer = Own(python.Start()));
        }

        return new Contender(name, () => figures(peer.Ask(question)));
    }

    private static Contender Fresh(
        Python? python,
        string name,
        string question,
        Func<double[], Dictionary<Figure, double>> figures
    ) =>
        new(
            name,
            python is null
                ? null
                : () =>
                {
                    using Helper peer = python.Start();
                    return figures(peer.Ask(question));
                }
        );
}
