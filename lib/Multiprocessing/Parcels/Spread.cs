using System.Diagnostics;

namespace Multiprocessing.Parcels;

/// <summary>Makes functions of several parameters look like functions of one tuple.</summary>
[StackTraceHidden]
internal static class Spread
{
    public static Func<(T1, T2), TResult> Function<T1, T2, TResult>(
        Func<T1, T2, TResult> function
    ) => new OverTwo<T1, T2, TResult>(function).Invoke;

    public static Func<(T1, T2, T3), TResult> Function<T1, T2, T3, TResult>(
        Func<T1, T2, T3, TResult> function
    ) => new OverThree<T1, T2, T3, TResult>(function).Invoke;

    [StackTraceHidden]
    private sealed class OverTwo<T1, T2, TResult>(Func<T1, T2, TResult> function)
    {
        public TResult Invoke((T1 First, T2 Second) item) => function(item.First, item.Second);
    }

    [StackTraceHidden]
    private sealed class OverThree<T1, T2, T3, TResult>(Func<T1, T2, T3, TResult> function)
    {
        public TResult Invoke((T1 First, T2 Second, T3 Third) item) =>
            function(item.First, item.Second, item.Third);
    }
}
