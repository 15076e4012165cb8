using System.ComponentModel;
using System.Globalization;
using System.Net.Sockets;
using Multiprocessing.Platform;
using Multiprocessing.Platform.Windows;

namespace Multiprocessing.Links;

/// <summary>
/// The place where one worker meets its parent: a local socket, so no network port is opened. On Linux it has a name in the
/// kernel only and leaves no file behind, however the parent ends; on Windows it is a named pipe; elsewhere it is a file in a
/// folder that only this user may enter, removed as soon as the worker is there. Processes of other users are turned away at
/// once. Whoever is left must first send the secret that the parent gave the worker through its standard input, and is sent the
/// parent's own in return. <see cref="ParentHandshake"/> is the worker's side.
/// </summary>
internal sealed class LocalEndpoint : IDisposable
{
    public const int SecretLength = 32;

    private const int MostGuests = 32;
    private const int MostAtOnce = 512;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_crowdPause = TimeSpan.FromMilliseconds(2);

    private readonly List<Guest> _guests = [];
    private readonly LocalSocket _listener;
    private readonly SocketFolder? _folder;
    private readonly int _worker;
    private volatile bool _isGivenUp;

    /// <param name="worker">The worker's process; 0 where that is not known.</param>
    /// <exception cref="SocketException">The system refuses, say for lack of descriptors.</exception>
    public LocalEndpoint(int worker = 0)
    {
        _worker = worker;
        if (OperatingSystem.IsLinux())
        {
            // Unique rather than secret: everybody on the machine can read the names of sockets.
            long number = BitConverter.ToInt64(Chance.Bytes(sizeof(long)));
            Address = "@multiprocessing-" + number.ToString(CultureInfo.InvariantCulture);
        }
        else if (OperatingSystem.IsWindows())
        {
            Address = NamedPipe.NewName();
        }
        else
        {
            _folder = new SocketFolder();
            Address = _folder.Socket;
        }

        try
        {
            _listener = LocalSocket.Listen(Address);
        }
        catch
        {
            _folder?.Dispose();
            throw;
        }
    }

    /// <summary>What the worker needs to connect: see <see cref="LocalSocket.Listen"/>.</summary>
    public string Address { get; }

    /// <summary>For the worker's eyes only: by this the parent knows it.</summary>
    public byte[] WorkerSecret { get; } = Chance.Bytes(SecretLength);

    /// <summary>For the worker's eyes only: by this it knows the parent.</summary>
    public byte[] ParentSecret { get; } = Chance.Bytes(SecretLength);

    /// <summary>The worker is not wanted any more: ends the wait for it.</summary>
    public void GiveUp()
    {
        _isGivenUp = true;
        _listener.Dispose();
    }

    /// <summary>Waits for the worker; null when it will not come, or is not wanted any more.</summary>
    /// <param name="ended">Whether its process has ended; asked from time to time.</param>
    /// <param name="refused">Told why somebody else was turned away.</param>
    /// <exception cref="SocketException">The system refuses, say for lack of descriptors.</exception>
    public LocalSocket? Accept(Func<bool> ended, Action<string> refused)
    {
        try
        {
            while (!_isGivenUp && !ended())
            {
                List<LocalSocket> heard = _guests.ConvertAll(guest => guest.Socket);
                heard.Add(_listener);
                bool isCrowded =
                    LocalSocket.Select(heard, s_pause).Contains(_listener) && Admit(refused);
                if (FindWorker(refused) is { } found)
                {
                    return Greet(found);
                }

                if (isCrowded)
                {
                    // The next many at once: waking for each would take a core away from the worker that is coming up.
                    Thread.Sleep(s_crowdPause);
                }
            }

            return null;
        }
        catch (Exception e) when (_isGivenUp && e is Win32Exception or ObjectDisposedException)
        {
            return null;
        }
        finally
        {
            _guests.ForEach(guest => guest.Socket.Dispose());
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _folder?.Dispose();
    }

    /// <summary>Lets in who has connected, but for those of other users.</summary>
    /// <returns>Whether there were such.</returns>
    private bool Admit(Action<string> refused)
    {
        bool areOthers = false;
        int count = 0;
        do
        {
            LocalSocket socket = _listener.Accept();
            string? refusal = null;
            try
            {
                Peer peer = socket.Peer;
                if (peer.IsOfAnotherUser)
                {
                    refusal = $"it comes from another user, {peer.User}";
                    areOthers = true;
                }
                else
                {
                    _guests.Add(new Guest(socket, isExpected: peer.Process == _worker));
                }
            }
            catch (SocketException e)
            {
                refusal = e.Message; // it has left already
            }

            if (refusal is not null)
            {
                refused(refusal);
                socket.Dispose();
            }
        } while (
            ++count < MostAtOnce && _guests.Count < MostGuests && _listener.HasBytes(TimeSpan.Zero)
        );
        return areOthers;
    }

    /// <summary>Hears all guests, so that none that says nothing keeps the worker out; turns away those that are not it.</summary>
    private LocalSocket? FindWorker(Action<string> refused)
    {
        for (int i = 0; i < _guests.Count; i++)
        {
            Guest guest = _guests[i];
            string? refusal = guest.Hear(WorkerSecret);
            if (guest.IsWorker)
            {
                _guests.RemoveAt(i);
                return guest.Socket;
            }

            if (refusal is not null)
            {
                TurnAway(guest, refusal, refused);
                i--;
            }
        }

        if (_guests.Count >= MostGuests)
        {
            // Others wait: the one that has said nothing for longest makes room, but for the worker's process.
            TurnAway(
                _guests.Find(guest => !guest.IsExpected) ?? _guests[0],
                Guest.IsSilent,
                refused
            );
        }

        return null;
    }

    private void TurnAway(Guest guest, string refusal, Action<string> refused)
    {
        refused(refusal);
        guest.Socket.Dispose();
        _guests.Remove(guest);
    }

    /// <summary>
    /// Shows the worker that this is its parent. Only now, to one that has shown its own secret: to whom else it would be told
    /// could then be a parent to the worker, if this process ended and its name became free.
    /// </summary>
    private LocalSocket Greet(LocalSocket socket)
    {
        try
        {
            socket.Send(ParentSecret);
        }
        catch (SocketException)
        {
            // It has ended already, which is seen where its frames are read.
        }

        return socket;
    }
}
