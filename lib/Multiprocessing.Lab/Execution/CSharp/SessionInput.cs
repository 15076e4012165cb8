namespace Multiprocessing.Lab.Execution.CSharp;

/// <summary>
/// Console.In of the session: a cell that reads a line asks the user for one. The real standard input is not used, as
/// a read blocked in it could not be stopped.
/// </summary>
internal sealed class SessionInput(InputRequests requests) : TextReader
{
    private string _line = "";
    private int _read;

    public override string? ReadLine()
    {
        if (_read < _line.Length)
        {
            var rest = _line[_read..].TrimEnd('\n');
            _read = _line.Length;
            return rest;
        }
        return requests.AskAsync("", isPassword: false).GetAwaiter().GetResult();
    }

    public override int Peek() => HasMore() ? _line[_read] : -1;

    public override int Read() => HasMore() ? _line[_read++] : -1;

    public override Task<string?> ReadLineAsync() => Task.FromResult(ReadLine());

    public override string ReadToEnd()
    {
        var text = new System.Text.StringBuilder();
        while (ReadLine() is { } line)
            text.Append(line).Append('\n');
        return text.ToString();
    }

    private bool HasMore()
    {
        if (_read < _line.Length)
            return true;
        if (ReadLine() is not { } line)
            return false;
        _line = line + "\n";
        _read = 0;
        return true;
    }
}
