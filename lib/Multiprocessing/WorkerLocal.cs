using Multiprocessing.Workers;

namespace Multiprocessing;

/// <summary>
/// A value that each worker makes once, when it is first asked for there, and keeps for all later items and calls: a model, a
/// connection, a cache. Capture it in a function and ask for its <see cref="Value"/>.
/// </summary>
/// <remarks>
/// What travels is the factory, with what it captures; the values stay where they are made and end with their worker. Each
/// worker of <see cref="ProcessPool.InProcess(int)"/> has its own value too, and so has a program that is no worker. To have it made
/// before the first item, ask for it in <see cref="PoolOptions.Initializer"/>. The same object captured again is the same value;
/// another object with an equal factory is another.
/// </remarks>
/// <param name="factory">Makes a worker's value. When it throws, whoever asked gets the exception, and the next one to ask calls it again.</param>
public sealed class WorkerLocal<T>(Func<T> factory)
{
    private static readonly WorkerLocals s_outsideWorkers = new();

    private readonly Guid _id = Guid.NewGuid();
    private readonly Func<T> _factory = factory ?? throw new ArgumentNullException(nameof(factory));

    /// <summary>This worker's value. Threads of a worker that ask at the same time get the same value: the factory runs once.</summary>
    /// <exception cref="InvalidOperationException">The factory asks for the value that it is making.</exception>
    public T Value =>
        (CurrentWorker.Value?.Locals ?? s_outsideWorkers).SlotOf<T>(_id).ValueOf(_factory);
}
