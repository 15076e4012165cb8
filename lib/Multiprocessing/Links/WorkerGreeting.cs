using System.Text;
using Multiprocessing.Values;

namespace Multiprocessing.Links;

/// <summary>
/// The first that a worker hears, through its standard input, which nobody else can read: so the secret stays out of command
/// lines and environments.
/// </summary>
/// <param name="Address">Where the parent waits.</param>
/// <param name="Secret">What the parent wants to hear first.</param>
/// <param name="ProgressCell">By what the shared progress cell is opened.</param>
/// <param name="Identity">Who the worker is.</param>
/// <param name="Manner">How it shall go about its work.</param>
internal sealed record WorkerGreeting(
    string Address,
    byte[] Secret,
    string ProgressCell,
    WorkerIdentity Identity,
    WorkerManner Manner
)
{
    public byte[] ToBytes()
    {
        using var greeting = new PayloadWriter();
        Write(greeting, Address);
        greeting.WriteBytes(Secret);
        Write(greeting, ProgressCell);
        Write(greeting, Identity.Name);
        greeting.WriteRaw(Identity.ParentId);
        greeting.WriteRaw(Identity.Daemon);
        Write(greeting, Identity.PoolName ?? "");
        greeting.WriteRaw(Identity.Number ?? 0);
        greeting.WriteRaw(Manner.KeepsDirectory);
        greeting.WriteRaw(Manner.WaitsForDebugger);
        greeting.WriteRaw(Manner.LeadsGroup);
        return greeting.Written.ToArray();
    }

    /// <exception cref="EndOfStreamException">Nobody greets.</exception>
    public static WorkerGreeting Read(ReadOnlySpan<byte> rest) =>
        new(
            ReadText(ref rest),
            Take(ref rest, LocalEndpoint.SecretLength).ToArray(),
            ReadText(ref rest),
            ReadIdentity(ref rest),
            new WorkerManner(ReadFlag(ref rest), ReadFlag(ref rest), ReadFlag(ref rest))
        );

    private static WorkerIdentity ReadIdentity(ref ReadOnlySpan<byte> rest)
    {
        string name = ReadText(ref rest);
        int parent = ReadNumber(ref rest);
        bool daemon = ReadFlag(ref rest);
        string pool = ReadText(ref rest);
        int number = ReadNumber(ref rest);
        return number == 0
            ? new WorkerIdentity(name, Environment.ProcessId, parent, daemon)
            : new WorkerIdentity(name, Environment.ProcessId, parent, daemon, pool, number);
    }

    private static void Write(PayloadWriter greeting, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        greeting.WriteRaw(bytes.Length);
        greeting.WriteBytes(bytes);
    }

    private static string ReadText(ref ReadOnlySpan<byte> rest) =>
        Encoding.UTF8.GetString(Take(ref rest, ReadNumber(ref rest)));

    private static int ReadNumber(ref ReadOnlySpan<byte> rest) =>
        BitConverter.ToInt32(Take(ref rest, sizeof(int)));

    private static bool ReadFlag(ref ReadOnlySpan<byte> rest) => Take(ref rest, 1)[0] != 0;

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int count)
    {
        if ((uint)count > rest.Length)
        {
            throw new EndOfStreamException();
        }

        ReadOnlySpan<byte> taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}

/// <summary>How a worker goes about its work.</summary>
/// <param name="KeepsDirectory">It stays in the working directory in which it was started, instead of following its callers.</param>
/// <param name="WaitsForDebugger">It runs nothing before a debugger is attached to it.</param>
/// <param name="LeadsGroup">It leads a process group, which holds what it starts and ends with it.</param>
internal sealed record WorkerManner(bool KeepsDirectory, bool WaitsForDebugger, bool LeadsGroup);
