using System.Runtime.CompilerServices;
using Multiprocessing.Parcels;

namespace Multiprocessing;

/// <content>Making and starting in one go, with arguments.</content>
public sealed partial class WorkerProcess
{
    /// <summary>Prepares a process and starts it.</summary>
    /// <inheritdoc cref="WorkerProcess(Action,string?)" path="/param"/>
    /// <inheritdoc cref="Start" path="/exception"/>
    public static WorkerProcess StartNew(Action target, string? name = null) =>
        StartNew(new WorkerProcess(target, name));

    /// <inheritdoc cref="StartNew(Action,string?)"/>
    [OverloadResolutionPriority(1)]
    public static WorkerProcess StartNew(Func<Task> target, string? name = null) =>
        StartNew(new WorkerProcess(target, name));

    /// <summary>Prepares a process that calls a function with an argument, and starts it.</summary>
    /// <param name="target">What it does.</param>
    /// <param name="argument">Handed to the function. It travels by value, as it is now.</param>
    /// <param name="name">A name for people; null for "WorkerProcess-1", "WorkerProcess-2" and so on.</param>
    /// <exception cref="NotSerializableException">The argument, or something that the function captures, cannot travel.</exception>
    /// <remarks>For a constructor, which cannot infer types, capture the argument: <c>new WorkerProcess(() => Work(5))</c>.</remarks>
    // A text is an argument for functions that take one, and a name only for those that take nothing.
    [OverloadResolutionPriority(2)]
    public static WorkerProcess StartNew<T>(Action<T> target, T argument, string? name = null) =>
        StartNew(target, target is null ? null : Arguments.Bind(target, argument), name);

    /// <inheritdoc cref="StartNew{T}(Action{T},T,string?)"/>
    /// <param name="target">What it does, awaited in the worker.</param>
    /// <param name="argument">Handed to the function. It travels by value, as it is now.</param>
    /// <param name="name">A name for people; null for "WorkerProcess-1", "WorkerProcess-2" and so on.</param>
    [OverloadResolutionPriority(3)]
    public static WorkerProcess StartNew<T>(
        Func<T, Task> target,
        T argument,
        string? name = null
    ) => StartNew(target, target is null ? null : Arguments.Bind(target, argument), name);

    /// <summary>Prepares a process that calls a function with two arguments, and starts it.</summary>
    /// <param name="target">What it does.</param>
    /// <param name="argument1">Handed to the function first. It travels by value, as it is now.</param>
    /// <param name="argument2">Handed to the function second.</param>
    /// <param name="name">A name for people; null for "WorkerProcess-1", "WorkerProcess-2" and so on.</param>
    /// <exception cref="NotSerializableException">An argument, or something that the function captures, cannot travel.</exception>
    [OverloadResolutionPriority(4)]
    public static WorkerProcess StartNew<T1, T2>(
        Action<T1, T2> target,
        T1 argument1,
        T2 argument2,
        string? name = null
    ) =>
        StartNew(
            target,
            target is null ? null : Arguments.Bind(target, argument1, argument2),
            name
        );

    /// <inheritdoc cref="StartNew{T1,T2}(Action{T1,T2},T1,T2,string?)"/>
    /// <param name="target">What it does, awaited in the worker.</param>
    /// <param name="argument1">Handed to the function first. It travels by value, as it is now.</param>
    /// <param name="argument2">Handed to the function second.</param>
    /// <param name="name">A name for people; null for "WorkerProcess-1", "WorkerProcess-2" and so on.</param>
    [OverloadResolutionPriority(5)]
    public static WorkerProcess StartNew<T1, T2>(
        Func<T1, T2, Task> target,
        T1 argument1,
        T2 argument2,
        string? name = null
    ) =>
        StartNew(
            target,
            target is null ? null : Arguments.Bind(target, argument1, argument2),
            name
        );

    private static WorkerProcess StartNew(Delegate? function, Func<bool>? target, string? name) =>
        StartNew(new WorkerProcess(function, target, name));

    private static WorkerProcess StartNew(WorkerProcess process)
    {
        process.Start();
        return process;
    }
}
