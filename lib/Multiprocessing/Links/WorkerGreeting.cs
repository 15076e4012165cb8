using System.Text;
using Multiprocessing.Values;

namespace Multiprocessing.Links;

/// <summary>
/// The first that a worker hears, through its standard input, which nobody else can read: so the secret stays out of command
/// lines and environments.
/// </summary>
/// <param name="Address">Where the parent waits.</param>
/// <param name="WorkerSecret">What the parent wants to hear first.</param>
/// <param name="ParentSecret">What the worker wants to hear first.</param>
/// <param name="ProgressCell">By what the shared progress cell is opened.</param>
/// <param name="Identity">Who the worker is.</param>
/// <param name="Manner">How it shall go about its work.</param>
/// <param name="Variables">What environment variables it sets back that only its start needed.</param>
/// <param name="Settings">The runtime configuration that it takes over.</param>
internal sealed record WorkerGreeting(
    string Address,
    byte[] WorkerSecret,
    byte[] ParentSecret,
    string ProgressCell,
    WorkerIdentity Identity,
    WorkerManner Manner,
    IReadOnlyList<EnvironmentVariable> Variables,
    IReadOnlyList<RuntimeSetting> Settings
)
{
    private const byte Text = 0;
    private const byte Switch = 1;
    private const byte Int32 = 2;
    private const byte Int64 = 3;
    private const byte Double = 4;
    private const byte Duration = 5;

    public byte[] ToBytes()
    {
        using var greeting = new PayloadWriter();
        Write(greeting, Address);
        greeting.WriteBytes(WorkerSecret);
        greeting.WriteBytes(ParentSecret);
        Write(greeting, ProgressCell);
        Write(greeting, Identity.Name);
        greeting.WriteRaw(Identity.ParentId);
        greeting.WriteRaw(Identity.Daemon);
        Write(greeting, Identity.PoolName ?? "");
        greeting.WriteRaw(Identity.Number ?? 0);
        greeting.WriteRaw(Manner.KeepsDirectory);
        greeting.WriteRaw(Manner.WaitsForDebugger);
        greeting.WriteRaw(Manner.LeadsGroup);
        greeting.WriteRaw(Variables.Count);
        foreach (EnvironmentVariable variable in Variables)
        {
            Write(greeting, variable.Name);
            greeting.WriteRaw(variable.Value is not null);
            Write(greeting, variable.Value ?? "");
        }

        greeting.WriteRaw(Settings.Count);
        foreach (RuntimeSetting setting in Settings)
        {
            Write(greeting, setting.Name);
            Write(greeting, setting.Value);
        }

        return greeting.Written.ToArray();
    }

    /// <exception cref="EndOfStreamException">Nobody greets.</exception>
    public static WorkerGreeting Read(ReadOnlySpan<byte> rest) =>
        new(
            ReadText(ref rest),
            Take(ref rest, LocalEndpoint.SecretLength).ToArray(),
            Take(ref rest, LocalEndpoint.SecretLength).ToArray(),
            ReadText(ref rest),
            ReadIdentity(ref rest),
            new WorkerManner(ReadFlag(ref rest), ReadFlag(ref rest), ReadFlag(ref rest)),
            ReadVariables(ref rest),
            ReadSettings(ref rest)
        );

    private static EnvironmentVariable[] ReadVariables(ref ReadOnlySpan<byte> rest)
    {
        var variables = new EnvironmentVariable[ReadNumber(ref rest)];
        for (int i = 0; i < variables.Length; i++)
        {
            string name = ReadText(ref rest);
            bool isSet = ReadFlag(ref rest);
            string value = ReadText(ref rest);
            variables[i] = new EnvironmentVariable(name, isSet ? value : null);
        }

        return variables;
    }

    private static RuntimeSetting[] ReadSettings(ref ReadOnlySpan<byte> rest)
    {
        var settings = new RuntimeSetting[ReadNumber(ref rest)];
        for (int i = 0; i < settings.Length; i++)
        {
            settings[i] = new RuntimeSetting(ReadText(ref rest), ReadValue(ref rest));
        }

        return settings;
    }

    private static object ReadValue(ref ReadOnlySpan<byte> rest)
    {
        byte kind = Take(ref rest, 1)[0];
        if (kind == Text)
        {
            return ReadText(ref rest);
        }

        long bits = BitConverter.ToInt64(Take(ref rest, sizeof(long)));
        return kind switch
        {
            Switch => bits != 0,
            Int32 => (int)bits,
            Int64 => bits,
            Double => BitConverter.Int64BitsToDouble(bits),
            _ => new TimeSpan(bits),
        };
    }

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

    private static void Write(PayloadWriter greeting, object value)
    {
        if (value is string text)
        {
            greeting.WriteByte(Text);
            Write(greeting, text);
            return;
        }

        (byte kind, long bits) = value switch
        {
            bool on => (Switch, on ? 1L : 0L),
            int number => (Int32, number),
            long number => (Int64, number),
            double number => (Double, BitConverter.DoubleToInt64Bits(number)),
            _ => (Duration, ((TimeSpan)value).Ticks),
        };
        greeting.WriteByte(kind);
        greeting.WriteRaw(bits);
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
