using System.ComponentModel;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using Multiprocessing.Platform;

namespace Multiprocessing.Links;

/// <summary>
/// The place where one worker meets its parent: a Unix domain socket, so no network port is opened. On Linux it has a name
/// in the kernel only and leaves no file behind, however the parent ends; elsewhere it is a file in a folder that only
/// this user may enter, removed as soon as the worker is there. Who connects must first send the secret that the parent
/// gave the worker through its standard input.
/// </summary>
internal sealed class LocalEndpoint : IDisposable
{
    public const int SecretLength = 32;

    private const int MostGuests = 32;
    private const long MostSilence = 1000;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private readonly LocalSocket _listener;
    private readonly string? _folder;
    private volatile bool _isGivenUp;

    public LocalEndpoint()
    {
        if (OperatingSystem.IsLinux())
        {
            // Unique rather than secret: everybody on the machine can read the names of sockets.
            long number = BitConverter.ToInt64(Chance.Bytes(sizeof(long)));
            Address = "@multiprocessing-" + number.ToString(CultureInfo.InvariantCulture);
        }
        else
        {
            _folder = Directory.CreateTempSubdirectory("mp-").FullName;
            Address = Path.Combine(_folder, "s");
        }

        _listener = LocalSocket.Listen(Address);
    }

    /// <summary>What the worker needs to connect; a leading @ marks a name without a file.</summary>
    public string Address { get; }

    /// <summary>For the worker's eyes only.</summary>
    public byte[] Secret { get; } = Chance.Bytes(SecretLength);

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
        // Several at once: strangers that connect and say nothing must not keep the worker waiting.
        List<Guest> guests = [];
        try
        {
            while (!_isGivenUp && !ended())
            {
                List<LocalSocket> heard = guests.ConvertAll(guest => guest.Socket);
                if (guests.Count < MostGuests)
                {
                    heard.Add(_listener);
                }

                List<LocalSocket> ready = LocalSocket.Select(heard, s_pause);
                if (ready.Remove(_listener))
                {
                    guests.Add(new Guest(_listener.Accept()));
                }

                foreach (Guest guest in guests.ToArray())
                {
                    string? refusal = guest.Hear(Secret, ready.Contains(guest.Socket));
                    if (guest.IsWorker)
                    {
                        guests.Remove(guest);
                        return guest.Socket;
                    }

                    if (refusal is not null)
                    {
                        refused(refusal);
                        guest.Socket.Dispose();
                        guests.Remove(guest);
                    }
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
            guests.ForEach(guest => guest.Socket.Dispose());
        }
    }

    /// <summary>The worker's side.</summary>
    public static LocalSocket Connect(string address, byte[] secret)
    {
        LocalSocket socket = LocalSocket.Connect(address);
        socket.Send(secret);
        return socket;
    }

    public void Dispose()
    {
        _listener.Dispose();
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>Who has connected and not yet shown that it is the worker.</summary>
    private sealed class Guest(LocalSocket socket)
    {
        private readonly byte[] _presented = new byte[SecretLength];
        private readonly long _since = Environment.TickCount64;
        private int _filled;

        public LocalSocket Socket => socket;

        public bool IsWorker { get; private set; }

        /// <summary>Takes in what it says, never more than a secret; returns why it is to be refused, if so.</summary>
        public string? Hear(byte[] secret, bool speaks)
        {
            if (!speaks)
            {
                return Environment.TickCount64 - _since > MostSilence
                    ? "it presents no secret"
                    : null;
            }

            int got;
            try
            {
                got = socket.Receive(_presented.AsSpan(_filled));
            }
            catch (SocketException e)
            {
                return e.Message;
            }

            _filled += got;
            IsWorker =
                _filled == SecretLength
                && CryptographicOperations.FixedTimeEquals(_presented, secret);
            return got == 0 ? "it left without presenting the secret"
                : _filled == SecretLength && !IsWorker ? "its secret is wrong"
                : null;
        }
    }
}
