using Multiprocessing.Links;
using Multiprocessing.Parcels;
using Multiprocessing.Values;

namespace Multiprocessing.Workers;

/// <summary>
/// Hands an exception that nobody caught, on whatever thread, to the parent before the runtime ends this process for it: the
/// caller gets it as the inner exception of a <see cref="WorkerDiedException"/>.
/// </summary>
internal sealed class UnhandledExceptions(FrameSocket frames, ICodeBook code)
{
    private int _told;

    public void Watch() => AppDomain.CurrentDomain.UnhandledException += (_, e) => Tell(e);

    /// <summary>Hands over what this process is about to end for; only the first is told.</summary>
    public void Tell(Exception error)
    {
        if (Interlocked.Exchange(ref _told, 1) == 0)
        {
            Send(error);
        }
    }

    private void Tell(UnhandledExceptionEventArgs e)
    {
        if (Interlocked.Exchange(ref _told, 1) == 1)
        {
            // This thread's process ends for another's exception. To return would end it before that has been told.
            Thread.Sleep(Timeout.Infinite);
        }

        Send(
            e.ExceptionObject as Exception
                ?? new InvalidOperationException($"{e.ExceptionObject} was thrown.")
        );
    }

    private void Send(Exception error)
    {
        try
        {
            frames.TryWrite(
                new Frame(
                    FrameKind.Unhandled,
                    Call: 0,
                    Number: 0,
                    Failure.Pack(error, ItemProgress.Whole, code, context: null)
                )
            );
        }
        catch (Exception)
        {
            // Such as for lack of memory: the runtime still prints it.
        }
    }
}
