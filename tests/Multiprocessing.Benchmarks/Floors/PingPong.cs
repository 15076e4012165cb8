using Multiprocessing.Benchmarks.Roles;
using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks.Floors;

/// <summary>A small message to another process and back over two blocking pipes: the floor of every round trip.</summary>
internal sealed class PingPong : IDisposable
{
    private readonly Helper _other = ThisProgram.InRole(Echo.Role);
    private readonly byte[] _message = new byte[Echo.MessageLength];

    public double[] Seconds(int times)
    {
        (Stream to, Stream from) = _other.Streams;
        return Clock.Seconds(
            times,
            () =>
            {
                to.Write(_message);
                to.Flush();
                from.ReadExactly(_message);
            }
        );
    }

    public void Dispose() => _other.Dispose();
}
