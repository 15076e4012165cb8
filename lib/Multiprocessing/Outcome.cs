using System.Runtime.ExceptionServices;

namespace Multiprocessing;

/// <summary>What became of one item: a value, or the exception that kept it from having one.</summary>
public readonly struct Outcome<TResult>
{
    private readonly TResult? _value;

    internal Outcome(TResult value) => _value = value;

    internal Outcome(Exception error) => Exception = error;

    /// <summary>True when the function returned.</summary>
    public bool IsSuccess => Exception is null;

    /// <summary>
    /// What the item's function threw, or why it could not run to its end: <see cref="WorkerDiedException"/>,
    /// <see cref="TimeoutException"/>, <see cref="NotSerializableException"/>. Null after success.
    /// </summary>
    public Exception? Exception { get; }

    /// <summary>What the function returned; throws <see cref="Exception"/>, as it was thrown, when there is one.</summary>
    public TResult Value
    {
        get
        {
            if (Exception is not null)
            {
                ExceptionDispatchInfo.Throw(Exception);
            }

            return _value!;
        }
    }

    /// <summary>The value or the exception's type and message, for people.</summary>
    public override string ToString() =>
        Exception is null ? $"{_value}" : $"{Exception.GetType().Name}: {Exception.Message}";
}
