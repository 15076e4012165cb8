using Multiprocessing.Lab.Execution.Sessions;
using StreamJsonRpc;

namespace Multiprocessing.Lab.Execution.CSharp.Output;

/// <summary>
/// Sends events to the front, which hears of small ones without delay. After much of it the front is waited for: a
/// cell that prints or shows without end must not pile it up on the way, behind which its own end would go unheard.
/// </summary>
internal sealed class EventSender(JsonRpc calls)
{
    private const int MostUnheard = 1 << 16;

    private static readonly Type[] s_types = [typeof(IReadOnlyList<SessionEvent>)];
    private int _unheard;

    public void Send(IReadOnlyList<SessionEvent> events)
    {
        try
        {
            _unheard += events.Sum(EventWeight.Of);
            if (_unheard < MostUnheard)
            {
                calls
                    .NotifyAsync(SessionCalls.Happened, [events], s_types)
                    .GetAwaiter()
                    .GetResult();
            }
            else
            {
                calls
                    .InvokeWithCancellationAsync(
                        SessionCalls.Happened,
                        [events],
                        s_types,
                        CancellationToken.None
                    )
                    .GetAwaiter()
                    .GetResult();
                _unheard = 0;
            }
        }
        catch (Exception e) when (e is ConnectionLostException or ObjectDisposedException)
        {
            // There is nobody to tell; the lifeline ends the session.
        }
    }
}
