using System.Runtime.ExceptionServices;

namespace Multiprocessing.Values;

/// <summary>Lets a walk go on where the stack ends.</summary>
internal static class FreshStack
{
    private const int Size = 16 * 1024 * 1024;

    public static void Run(Action action)
    {
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    action();
                }
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            },
            Size
        )
        {
            IsBackground = true,
        };
        thread.Start();
        thread.Join();
        failure?.Throw();
    }
}
