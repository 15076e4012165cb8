using System.Text;

namespace Multiprocessing.Lab.Commands;

/// <summary>
/// What this program prints is UTF-8, also on Windows, where the console has a code page of its own that knows few characters.
/// It is set back at the end, for it is the console's, not this program's.
/// </summary>
internal sealed class Utf8Output : IDisposable
{
    private readonly Encoding? _before;

    public Utf8Output()
    {
        if (!OperatingSystem.IsWindows())
            return;
        _before = Console.OutputEncoding;
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
    }

    public void Dispose()
    {
        if (_before is not null)
            Console.OutputEncoding = _before;
    }
}
