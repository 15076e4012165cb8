namespace Multiprocessing.Benchmarks.Roles;

/// <summary>The other end of the ping-pong: blocking reads, blocking writes.</summary>
internal static class Echo
{
    public const string Role = "echo";

    /// <summary>As long as a small frame.</summary>
    public const int MessageLength = 64;

    public static void Play()
    {
        using Stream input = Console.OpenStandardInput();
        using Stream output = Console.OpenStandardOutput();
        byte[] message = new byte[MessageLength];
        while (
            input.ReadAtLeast(message, MessageLength, throwOnEndOfStream: false) == MessageLength
        )
        {
            output.Write(message);
        }
    }
}
