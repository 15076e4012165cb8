using System.Text;

namespace Multiprocessing.Lab.Execution.CSharp.Output;

/// <summary>
/// Console.Out or Console.Error of the session. Text belongs to the cell that runs when it is written, whichever
/// thread writes it: libraries print what their workers say on threads of their own.
/// </summary>
internal sealed class SessionConsole(OutputQueue output, string stream) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => output.Write(stream, [value]);

    public override void Write(char[] buffer, int index, int count) =>
        output.Write(stream, buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer) => output.Write(stream, buffer);

    public override void Write(string? value) => output.Write(stream, value);

    public override void WriteLine(string? value) => output.Write(stream, value + NewLine);

    // Notebooks hold "\n", on every platform.
    public override string NewLine => "\n";
}
