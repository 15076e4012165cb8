using Multiprocessing.Links;

namespace Multiprocessing.Dispatch;

/// <content>Cancelling a call, and tokens that its function captured.</content>
internal sealed partial class Dispatcher
{
    private void Attach(Call call, Action cancelled, CancellationToken token)
    {
        if (!token.CanBeCanceled)
        {
            return;
        }

        CancellationTokenRegistration registration = token.UnsafeRegister(
            static action => ((Action)action!)(),
            cancelled
        );
        lock (_gate)
        {
            if (!call.Ended)
            {
                call.Registrations.Add(registration.Unregister);
                return;
            }
        }

        registration.Unregister();
    }

    /// <summary>
    /// Items are asked to stop: captured tokens are cancelled and chunks left at the next item. Workers that have not let go
    /// after a moment are ended; the call is over when none works for it.
    /// </summary>
    public void Cancel(Call call, CancellationToken cancellationToken)
    {
        List<IWorkerLink> running;
        lock (_gate)
        {
            if (call.Ended || call.CancelledBy is not null)
            {
                return;
            }

            call.CancelledBy = cancellationToken;
            Unqueue(call);
            running = LinksRunning(call);
        }

        if (running.Count == 0)
        {
            End(call, call => call.Cancel(cancellationToken));
            RestIfIdle();
            return;
        }

        // Not on the thread that cancels: a worker that has stopped reading would keep it waiting.
        ThreadPool.UnsafeQueueUserWorkItem(
            _ =>
            {
                foreach (IWorkerLink link in running)
                {
                    Leave(link, call, forget: false);
                }
            },
            null
        );
        _ = EndStubborn(call, cancellationToken);
    }

    private async Task EndStubborn(Call call, CancellationToken cancellationToken)
    {
        await Task.Delay(s_stopPatience, CancellationToken.None).ConfigureAwait(false);
        List<IWorkerLink> stubborn;
        lock (_gate)
        {
            stubborn = call.Ended ? [] : LinksRunning(call);
        }

        foreach (IWorkerLink link in stubborn)
        {
            link.Kill();
        }

        End(call, call => call.Cancel(cancellationToken));
    }

    private void CancelCaptured(Call call, int token)
    {
        List<IWorkerLink> holders = [];
        lock (_gate)
        {
            call.CancelledTokens.Add(token);
            holders.AddRange(
                _seats
                    .Where(seat => seat.Parcels.Contains(call) && seat.Link is not null)
                    .Select(seat => seat.Link!)
            );
        }

        ThreadPool.UnsafeQueueUserWorkItem(
            _ => holders.ForEach(link => link.Send(new Frame(FrameKind.Cancel, call.Id, token))),
            null
        );
    }

    private int[] CancelledTokens(Call call)
    {
        lock (_gate)
        {
            return [.. call.CancelledTokens];
        }
    }

    private List<IWorkerLink> LinksRunning(Call call) =>
        [
            .. _seats
                .Where(seat => seat.Call == call && seat.Link is not null)
                .Select(seat => seat.Link!),
        ];
}
