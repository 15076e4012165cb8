namespace Multiprocessing.Values;

/// <summary>A task that has ended: its outcome.</summary>
internal abstract class TaskCodec(Type type) : ObjectCodec(type)
{
    private const byte Done = 0;
    private const byte Failed = 1;
    private const byte Cancelled = 2;

    public sealed override void WriteBody(GraphWriter writer, object value)
    {
        var task = (Task)value;
        if (!task.IsCompleted)
            throw new Refusal(WireType, "it has not finished. Await it first and pass its result.");
        writer.Output.WriteByte(
            task.IsCompletedSuccessfully ? Done
            : task.IsFaulted ? Failed
            : Cancelled
        );
        if (task.IsCompletedSuccessfully)
            WriteResult(writer, task);
        else if (task.IsFaulted)
            Slot<AggregateException>.Write(writer, task.Exception!);
    }

    public sealed override void Fill(GraphReader reader, object target)
    {
        switch (reader.ReadByte())
        {
            case Done:
                Transplant.Into(target, ReadResult(reader));
                break;
            case Failed:
                var mark = reader.Mark;
                var failure = Slot<AggregateException>.Read(reader);
                reader.WhenComplete(mark, () => Transplant.Into(target, FromExceptions(failure)));
                break;
            default:
                Transplant.Into(target, FromCancelled());
                break;
        }
    }

    protected abstract void WriteResult(GraphWriter writer, Task task);

    protected abstract Task ReadResult(GraphReader reader);

    protected abstract Task FromExceptions(AggregateException exceptions);

    protected abstract Task FromCancelled();
}

/// <summary>A task without a result.</summary>
internal sealed class PlainTaskCodec() : TaskCodec(typeof(Task))
{
    protected override void WriteResult(GraphWriter writer, Task task) { }

    // Not Task.CompletedTask, whose type is a secret one.
    protected override Task ReadResult(GraphReader reader)
    {
        var task = new Task(static () => { });
        task.RunSynchronously(TaskScheduler.Default);
        return task;
    }

    protected override Task FromExceptions(AggregateException exceptions)
    {
        var task = new Task(() => throw exceptions.InnerExceptions[0]);
        task.RunSynchronously(TaskScheduler.Default);
        return task;
    }

    protected override Task FromCancelled() => new(static () => { }, new CancellationToken(true));
}

/// <summary>A task with a result.</summary>
internal sealed class TaskCodec<T>() : TaskCodec(typeof(Task<T>))
{
    protected override void WriteResult(GraphWriter writer, Task task) =>
        Slot<T>.Write(writer, ((Task<T>)task).Result);

    protected override Task ReadResult(GraphReader reader) => Task.FromResult(Slot<T>.Read(reader));

    protected override Task FromExceptions(AggregateException exceptions)
    {
        var source = new TaskCompletionSource<T>();
        source.SetException(exceptions.InnerExceptions);
        return source.Task;
    }

    protected override Task FromCancelled() => Task.FromCanceled<T>(new CancellationToken(true));
}
