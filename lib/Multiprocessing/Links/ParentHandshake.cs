using Multiprocessing.Platform;

namespace Multiprocessing.Links;

/// <summary>
/// The worker's side of the meeting at a <see cref="LocalEndpoint"/>. A name in the kernel is free again as soon as the parent
/// has ended, and anybody may then take it. So the worker speaks to its own user only, and takes in no frame before it has been
/// sent the parent's secret. Its own it shows first: that is of no use to whoever hears it in the parent's place, because the
/// place where it counts is closed when somebody else can take its name.
/// </summary>
internal static class ParentHandshake
{
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromMilliseconds(200);

    /// <summary>Connects and shows the worker's secret.</summary>
    /// <exception cref="Exception">Nobody waits there, or somebody else, or the parent has ended.</exception>
    public static LocalSocket Connect(WorkerGreeting greeting)
    {
        LocalSocket? socket;
        while ((socket = LocalSocket.TryConnect(greeting.Address, s_betweenLooks)) is null)
        {
            ThrowIfParentEnded(greeting);
        }

        Peer peer = socket.Peer;
        if (peer.IsOfAnotherUser)
        {
            socket.Dispose();
            throw new IOException(
                $"Another user, {peer.User}, listens at {greeting.Address} in its place."
            );
        }

        socket.Send(greeting.WorkerSecret);
        return socket;
    }

    /// <summary>Waits until the parent has shown its secret: nothing that comes is to be believed before.</summary>
    /// <exception cref="Exception">Somebody else is there, or the parent has ended.</exception>
    public static void Complete(LocalSocket socket, WorkerGreeting greeting)
    {
        byte[] presented = new byte[LocalEndpoint.SecretLength];
        for (int filled = 0; filled < presented.Length; )
        {
            while (!socket.HasBytes(s_betweenLooks))
            {
                ThrowIfParentEnded(greeting);
            }

            int got = socket.Receive(presented.AsSpan(filled));
            if (got == 0)
            {
                throw new IOException("It has ended, or does not want this worker any more.");
            }

            filled += got;
        }

        // Whoever is there has one try, so nothing can be learnt from how long this takes.
        if (!presented.AsSpan().SequenceEqual(greeting.ParentSecret))
        {
            throw new IOException(
                $"Who listens at {greeting.Address} in its place does not know its secret."
            );
        }
    }

    private static void ThrowIfParentEnded(WorkerGreeting greeting)
    {
        if (Signals.IsParentGone(greeting.Identity.ParentId))
        {
            throw new IOException("It has ended.");
        }
    }
}
