using System.Text;

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
        using var greeting = new MemoryStream();
        using var writer = new BinaryWriter(greeting, Encoding.UTF8);
        writer.Write(Address);
        writer.Write(Secret);
        writer.Write(ProgressCell);
        writer.Write(Identity.Name);
        writer.Write(Identity.ParentId);
        writer.Write(Identity.Daemon);
        writer.Write(Identity.PoolName ?? "");
        writer.Write(Identity.Number ?? 0);
        writer.Write(Manner.KeepsDirectory);
        writer.Write(Manner.WaitsForDebugger);
        return greeting.ToArray();
    }

    /// <exception cref="EndOfStreamException">Nobody greets.</exception>
    public static WorkerGreeting Read(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        return new WorkerGreeting(
            reader.ReadString(),
            reader.ReadBytes(LocalEndpoint.SecretLength),
            reader.ReadString(),
            ReadIdentity(reader),
            new WorkerManner(reader.ReadBoolean(), reader.ReadBoolean())
        );
    }

    private static WorkerIdentity ReadIdentity(BinaryReader reader)
    {
        string name = reader.ReadString();
        int parent = reader.ReadInt32();
        bool daemon = reader.ReadBoolean();
        string pool = reader.ReadString();
        int number = reader.ReadInt32();
        return number == 0
            ? new WorkerIdentity(name, Environment.ProcessId, parent, daemon)
            : new WorkerIdentity(name, Environment.ProcessId, parent, daemon, pool, number);
    }
}

/// <summary>How a worker goes about its work.</summary>
/// <param name="KeepsDirectory">It stays in the working directory in which it was started, instead of following its callers.</param>
/// <param name="WaitsForDebugger">It runs nothing before a debugger is attached to it.</param>
internal sealed record WorkerManner(bool KeepsDirectory, bool WaitsForDebugger);
