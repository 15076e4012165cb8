using System.Text;

namespace Multiprocessing.Lab.Execution.Sessions;

/// <summary>
/// What a session writes to its standard streams when a cell ends, so that the front knows to have read all that
/// native code and child processes wrote there before. It is never shown.
/// </summary>
internal sealed class EndMark(string key)
{
    // Bytes that text does not hold, around a key that only the two ends know.
    public byte[] Bytes { get; } = Encoding.ASCII.GetBytes($"\x1e{key}\x1e");

    public static string NewKey() => Guid.NewGuid().ToString("N");

    public void Write()
    {
        foreach (
            var stream in (Stream[])[Console.OpenStandardOutput(), Console.OpenStandardError()]
        )
        {
            using (stream)
            {
                stream.Write(Bytes);
                stream.Flush();
            }
        }
    }
}
