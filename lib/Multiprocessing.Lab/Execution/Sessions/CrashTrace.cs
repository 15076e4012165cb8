using System.Text;
using Multiprocessing.Lab.Execution.CSharp;
using Multiprocessing.Lab.Execution.CSharp.Errors;

namespace Multiprocessing.Lab.Execution.Sessions;

/// <summary>
/// Takes the frames of the machinery out of what the runtime itself writes when a session crashes, as they are taken
/// out of exceptions. All other text passes as it comes.
/// </summary>
internal sealed class CrashTrace
{
    private const string Frame = "   at ";

    /// <summary>A line that may still turn out to be a frame.</summary>
    private readonly StringBuilder _held = new();
    private bool _passing;

    /// <param name="text">What was written.</param>
    /// <param name="isEnd">Whether it ends here, so that the beginning of a line is all there is of it.</param>
    public string Trim(ReadOnlySpan<char> text, bool isEnd)
    {
        var shown = new StringBuilder();
        foreach (var c in text)
        {
            if (_passing)
                shown.Append(c);
            else
                _held.Append(c);

            if (c == '\n')
                EndLine(shown);
            else if (!_passing && !MayBeFrame())
                Pass(shown);
        }
        if (isEnd && _held.Length > 0)
            Pass(shown);
        return shown.ToString();
    }

    private bool MayBeFrame()
    {
        var length = Math.Min(_held.Length, Frame.Length);
        return _held.ToString(0, length) == Frame[..length];
    }

    private void EndLine(StringBuilder shown)
    {
        if (!_passing && !ErrorText.IsMachinery(_held.ToString().TrimEnd()))
            Pass(shown);
        _held.Clear();
        _passing = false;
    }

    private void Pass(StringBuilder shown)
    {
        shown.Append(_held);
        _held.Clear();
        _passing = true;
    }
}
