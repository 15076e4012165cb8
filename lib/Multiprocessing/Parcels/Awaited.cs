using System.Diagnostics;

namespace Multiprocessing.Parcels;

/// <summary>Makes asynchronous functions and actions look like functions: in a worker they are awaited on its one thread.</summary>
/// <remarks>Hidden from stack traces, like all that runs between a worker's start and the user's function: a trace shows the user's code.</remarks>
[StackTraceHidden]
internal static class Awaited
{
    /// <summary>Refuses a function whose results are tasks, since a worker would hand them over while they still run.</summary>
    public static void ThrowIfNot<TResult>(Delegate function)
    {
        if (typeof(TResult).IsAssignableTo(typeof(Task)) || typeof(TResult) == typeof(ValueTask))
        {
            throw new ArgumentException(
                $"The function '{function.Method.Name}' gives a task without a value, which nobody would await: use ForEach for what is done for its effects.",
                nameof(function)
            );
        }
    }

    public static Func<T, TResult> Function<T, TResult>(Func<T, Task<TResult>> function) =>
        new AsyncMap<T, TResult>(function).Invoke;

    public static Func<T, Random, TResult> Function<T, TResult>(
        Func<T, Random, Task<TResult>> function
    ) => new AsyncSeeded<T, TResult>(function).Invoke;

    public static Func<TResult> Function<TResult>(Func<Task<TResult>> function) =>
        new AsyncRun<TResult>(function).Invoke;

    public static Func<T, TResult> Function<T, TResult>(Func<T, ValueTask<TResult>> function) =>
        new ValueMap<T, TResult>(function).Invoke;

    public static Func<T, Random, TResult> Function<T, TResult>(
        Func<T, Random, ValueTask<TResult>> function
    ) => new ValueSeeded<T, TResult>(function).Invoke;

    public static Func<TResult> Function<TResult>(Func<ValueTask<TResult>> function) =>
        new ValueRun<TResult>(function).Invoke;

    public static Func<T, bool> Function<T>(Func<T, ValueTask> action) =>
        new ValueItem<T>(action).Invoke;

    public static Func<bool> Function(Func<ValueTask> action) => new ValueAction(action).Invoke;

    /// <summary>
    /// The function itself, but for one that gives a <see cref="ValueTask"/>: that is awaited. An overload for it would be taken
    /// for functions that give a dynamic value.
    /// </summary>
    public static Func<TResult> Result<TResult>(Func<TResult> function) =>
        function is Func<ValueTask> action
            ? (Func<TResult>)(object)new Func<ValueTask>(new ValueResult(action).Invoke)
            : function;

    public static Func<T, bool> Function<T>(Action<T> action) => new SyncItem<T>(action).Invoke;

    public static Func<T, bool> Function<T>(Func<T, Task> action) =>
        new AsyncItem<T>(action).Invoke;

    public static Func<bool> Function(Action action) => new SyncAction(action).Invoke;

    public static Func<bool> Function(Func<Task> action) => new AsyncAction(action).Invoke;

    [StackTraceHidden]
    private sealed class AsyncMap<T, TResult>(Func<T, Task<TResult>> function)
    {
        public TResult Invoke(T item) => function(item).GetAwaiter().GetResult();
    }

    [StackTraceHidden]
    private sealed class AsyncSeeded<T, TResult>(Func<T, Random, Task<TResult>> function)
    {
        public TResult Invoke(T item, Random random) =>
            function(item, random).GetAwaiter().GetResult();
    }

    [StackTraceHidden]
    private sealed class AsyncRun<TResult>(Func<Task<TResult>> function)
    {
        public TResult Invoke() => function().GetAwaiter().GetResult();
    }

    [StackTraceHidden]
    private sealed class SyncItem<T>(Action<T> action)
    {
        public bool Invoke(T item)
        {
            action(item);
            return true;
        }
    }

    [StackTraceHidden]
    private sealed class AsyncItem<T>(Func<T, Task> action)
    {
        public bool Invoke(T item)
        {
            action(item).GetAwaiter().GetResult();
            return true;
        }
    }

    [StackTraceHidden]
    private sealed class SyncAction(Action action)
    {
        public bool Invoke()
        {
            action();
            return true;
        }
    }

    [StackTraceHidden]
    private sealed class AsyncAction(Func<Task> action)
    {
        public bool Invoke()
        {
            action().GetAwaiter().GetResult();
            return true;
        }
    }

    // A ValueTask may be waited for only once it is a task, unless it is complete.

    [StackTraceHidden]
    private sealed class ValueMap<T, TResult>(Func<T, ValueTask<TResult>> function)
    {
        public TResult Invoke(T item) => function(item).AsTask().GetAwaiter().GetResult();
    }

    [StackTraceHidden]
    private sealed class ValueSeeded<T, TResult>(Func<T, Random, ValueTask<TResult>> function)
    {
        public TResult Invoke(T item, Random random) =>
            function(item, random).AsTask().GetAwaiter().GetResult();
    }

    [StackTraceHidden]
    private sealed class ValueRun<TResult>(Func<ValueTask<TResult>> function)
    {
        public TResult Invoke() => function().AsTask().GetAwaiter().GetResult();
    }

    [StackTraceHidden]
    private sealed class ValueItem<T>(Func<T, ValueTask> action)
    {
        public bool Invoke(T item)
        {
            action(item).AsTask().GetAwaiter().GetResult();
            return true;
        }
    }

    [StackTraceHidden]
    private sealed class ValueResult(Func<ValueTask> action)
    {
        public ValueTask Invoke()
        {
            action().AsTask().GetAwaiter().GetResult();
            return default;
        }
    }

    [StackTraceHidden]
    private sealed class ValueAction(Func<ValueTask> action)
    {
        public bool Invoke()
        {
            action().AsTask().GetAwaiter().GetResult();
            return true;
        }
    }
}
