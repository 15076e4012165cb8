namespace Multiprocessing.Values;

/// <summary>
/// Lets a type travel in its own way, for example as the number of something both sides know.
/// Whatever else it needs it finds in the writer's and the reader's context.
/// </summary>
internal abstract class HandleCodec<T>
    where T : notnull
{
    /// <summary>Writes what the other side needs to find the value.</summary>
    public abstract void Write(GraphWriter writer, T value);

    /// <summary>Finds the value from what was written.</summary>
    public abstract T Read(GraphReader reader);
}
