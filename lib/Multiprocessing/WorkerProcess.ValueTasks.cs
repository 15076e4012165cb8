using System.Runtime.CompilerServices;
using Multiprocessing.Parcels;

namespace Multiprocessing;

/// <content>Functions that give a <see cref="ValueTask"/>: awaited in the worker, as those that give a <see cref="Task"/>.</content>
public sealed partial class WorkerProcess
{
    /// <inheritdoc cref="WorkerProcess(Func{Task},string?)"/>
    public WorkerProcess(Func<ValueTask> target, string? name = null)
        : this(target, target is null ? null : Awaited.Function(target), name) { }

    /// <inheritdoc cref="StartNew(Func{Task},string?)"/>
    public static WorkerProcess StartNew(Func<ValueTask> target, string? name = null) =>
        StartNew(new WorkerProcess(target, name));

    /// <inheritdoc cref="StartNew{T}(Func{T,Task},T,string?)"/>
    [OverloadResolutionPriority(2)]
    public static WorkerProcess StartNew<T>(
        Func<T, ValueTask> target,
        T argument,
        string? name = null
    ) => StartNew(target, target is null ? null : Arguments.Bind(target, argument), name);

    /// <inheritdoc cref="StartNew{T1,T2}(Func{T1,T2,Task},T1,T2,string?)"/>
    [OverloadResolutionPriority(4)]
    public static WorkerProcess StartNew<T1, T2>(
        Func<T1, T2, ValueTask> target,
        T1 argument1,
        T2 argument2,
        string? name = null
    ) =>
        StartNew(
            target,
            target is null ? null : Arguments.Bind(target, argument1, argument2),
            name
        );

    /// <inheritdoc cref="RunAsync{TResult}(Func{Task{TResult}},CancellationToken)"/>
    public static Task<TResult> RunAsync<TResult>(
        Func<ValueTask<TResult>> function,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(function);
        return RunAlone(Awaited.Function(function), function, cancellationToken);
    }
}
