using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Sharing;
using Multiprocessing.Values;

namespace Multiprocessing;

/// <summary>
/// One end of a channel that goes both ways, made by <see cref="ProcessChannel.CreatePair{T}"/>.
/// </summary>
/// <remarks>
/// <para>
/// Functions may capture an end, and it may be an item, a result or part of one. Values travel by value, in order. There is
/// no limit to what is sent and not yet received. All members may be called from several threads at once.
/// </para>
/// <para>
/// <b>When the other end is gone</b>, because it was closed or because the last process that had it ended in whatever way,
/// what was sent is still received; then <see cref="Receive"/> throws <see cref="EndOfStreamException"/> and
/// <see cref="Send"/> throws <see cref="IOException"/>. The process that made the pair has an end only once it uses it.
/// </para>
/// <para>
/// <b>Cancelling and timeouts</b> end a wait, and only if nothing has been received yet, so nothing is ever lost.
/// </para>
/// <para>
/// <b>Lifetime:</b> closing (or disposing) an end closes it in all processes; its operations, also one that waits, then throw
/// <see cref="ObjectDisposedException"/>. What was sent to it and not received is gone. A pair that was never sent to
/// another process also ends when it is garbage collected.
/// </para>
/// </remarks>
/// <typeparam name="T">The type of what is sent.</typeparam>
[TravelsBy(typeof(SharedCodec<>))]
public sealed class ProcessChannel<T> : IShared<ProcessChannel<T>>, IDisposable
{
    private readonly SharedObject _object;

    internal ProcessChannel(SharedObject shared) => _object = shared;

    SharedObject IShared<ProcessChannel<T>>.Object => _object;

    static ProcessChannel<T> IShared<ProcessChannel<T>>.At(SharedObject shared) => new(shared);

    /// <summary>Sends a value to the other end. Does not wait for it to be received.</summary>
    /// <param name="value">What to send; a copy of it travels.</param>
    /// <exception cref="NotSerializableException">The value cannot travel.</exception>
    /// <exception cref="IOException">The other end is gone: closed, or its process has ended.</exception>
    /// <exception cref="ObjectDisposedException">This end has been closed.</exception>
    public void Send(T value) => _object.Ask((byte)ChannelVerb.Send, Packed.Of(value, "the value"));

    /// <inheritdoc cref="Send"/>
    public async Task SendAsync(T value) =>
        await _object
            .AskAsync((byte)ChannelVerb.Send, Packed.Of(value, "the value"))
            .ConfigureAwait(false);

    /// <summary>Receives the next value that the other end sent. Waits for one.</summary>
    /// <param name="cancellationToken">Ends the wait; nothing is then received.</param>
    /// <exception cref="EndOfStreamException">The other end is gone, and all that it sent has been received.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before anything was received.</exception>
    /// <exception cref="ObjectDisposedException">This end has been closed.</exception>
    public T Receive(CancellationToken cancellationToken = default) =>
        Packed.Read<T>(
            _object.Ask((byte)ChannelVerb.Receive, cancellationToken: cancellationToken)!.Value
        );

    /// <inheritdoc cref="Receive"/>
    public async Task<T> ReceiveAsync(CancellationToken cancellationToken = default)
    {
        ReadOnlyMemory<byte>? value = await _object
            .AskAsync((byte)ChannelVerb.Receive, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        return Packed.Read<T>(value!.Value);
    }

    /// <summary>Receives the next value if there is one within that time.</summary>
    /// <inheritdoc cref="Receive"/>
    /// <param name="value">The value received, else the default value.</param>
    /// <param name="timeout">How long to wait; the default is not to wait.</param>
    /// <param name="cancellationToken">Ends the wait; nothing is then received.</param>
    /// <returns>True when one was received, false when none came in time.</returns>
    public bool TryReceive(
        [MaybeNullWhen(false)] out T value,
        TimeSpan timeout = default,
        CancellationToken cancellationToken = default
    )
    {
        (bool received, value) = TryRead(
            _object.Ask((byte)ChannelVerb.Receive, default, timeout, cancellationToken)
        );
        return received;
    }

    /// <summary>Receives the next value if there is one within that time: <c>if (await end.TryReceiveAsync(limit) is (true, var value))</c>.</summary>
    /// <inheritdoc cref="Receive" path="/exception"/>
    /// <param name="timeout">How long to wait; the default is not to wait.</param>
    /// <param name="cancellationToken">Ends the wait; nothing is then received.</param>
    /// <returns>True and the value when one was received; false and the default value when none came in time.</returns>
    public async Task<(bool Received, T? Value)> TryReceiveAsync(
        TimeSpan timeout = default,
        CancellationToken cancellationToken = default
    ) =>
        TryRead(
            await _object
                .AskAsync((byte)ChannelVerb.Receive, default, timeout, cancellationToken)
                .ConfigureAwait(false)
        );

    /// <summary>Closes this end in all processes: the other end receives what was sent, and then learns that no more comes.</summary>
    public void Close() => _object.Tell((byte)ChannelVerb.Close);

    /// <inheritdoc cref="Close"/>
    public void Dispose() => Close();

    private static (bool Received, T? Value) TryRead(ReadOnlyMemory<byte>? answer) =>
        answer is { } value ? (true, Packed.Read<T>(value)) : default;
}
