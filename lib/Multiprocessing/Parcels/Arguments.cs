using System.Diagnostics;

namespace Multiprocessing.Parcels;

/// <summary>Makes functions with arguments look like functions without: the arguments travel with them.</summary>
[StackTraceHidden]
internal static class Arguments
{
    public static Func<bool> Bind<T>(Action<T> target, T argument) =>
        Awaited.Function(new One<T>(target, argument).Invoke);

    public static Func<bool> Bind<T1, T2>(Action<T1, T2> target, T1 argument1, T2 argument2) =>
        Awaited.Function(new Two<T1, T2>(target, argument1, argument2).Invoke);

    public static Func<bool> Bind<T>(Func<T, Task> target, T argument) =>
        Awaited.Function(new AsyncOne<T>(target, argument).Invoke);

    public static Func<bool> Bind<T1, T2>(Func<T1, T2, Task> target, T1 argument1, T2 argument2) =>
        Awaited.Function(new AsyncTwo<T1, T2>(target, argument1, argument2).Invoke);

    public static Func<bool> Bind<T>(Func<T, ValueTask> target, T argument) =>
        Awaited.Function(new ValueOne<T>(target, argument).Invoke);

    public static Func<bool> Bind<T1, T2>(
        Func<T1, T2, ValueTask> target,
        T1 argument1,
        T2 argument2
    ) => Awaited.Function(new ValueTwo<T1, T2>(target, argument1, argument2).Invoke);

    [StackTraceHidden]
    private sealed class One<T>(Action<T> target, T argument)
    {
        public void Invoke() => target(argument);
    }

    [StackTraceHidden]
    private sealed class Two<T1, T2>(Action<T1, T2> target, T1 argument1, T2 argument2)
    {
        public void Invoke() => target(argument1, argument2);
    }

    [StackTraceHidden]
    private sealed class AsyncOne<T>(Func<T, Task> target, T argument)
    {
        public Task Invoke() => target(argument);
    }

    [StackTraceHidden]
    private sealed class AsyncTwo<T1, T2>(Func<T1, T2, Task> target, T1 argument1, T2 argument2)
    {
        public Task Invoke() => target(argument1, argument2);
    }

    [StackTraceHidden]
    private sealed class ValueOne<T>(Func<T, ValueTask> target, T argument)
    {
        public ValueTask Invoke() => target(argument);
    }

    [StackTraceHidden]
    private sealed class ValueTwo<T1, T2>(
        Func<T1, T2, ValueTask> target,
        T1 argument1,
        T2 argument2
    )
    {
        public ValueTask Invoke() => target(argument1, argument2);
    }
}
