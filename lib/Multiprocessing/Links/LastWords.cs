using System.Text;

namespace Multiprocessing.Links;

/// <summary>
/// What a worker calls <see cref="Environment.FailFast(string)"/> with: the runtime tells nobody but standard error, where it
/// writes a heading, the words, and a stack trace.
/// </summary>
internal sealed class LastWords
{
    private const string Heading = "Process terminated.";
    private const string Trace = "\n   at ";
    private const int Most = 4096;

    private StringBuilder? _heard; // from the heading on

    /// <summary>The words; null when nothing of the kind was written.</summary>
    public string? Text
    {
        get
        {
            // On Windows the runtime writes \r\n for the \n of the words.
            string heard = (_heard?.ToString() ?? "").Replace(
                "\r\n",
                "\n",
                StringComparison.Ordinal
            );
            int end = heard.IndexOf(Trace, StringComparison.Ordinal);
            string words = (end < 0 ? heard : heard[..end]).Trim();
            return words.Length > 0 ? words : null;
        }
    }

    /// <summary>Takes in what was written to standard error; the heading, being a line, comes in one piece.</summary>
    public void Hear(string text)
    {
        int start = text.LastIndexOf(Heading, StringComparison.Ordinal);
        if (start >= 0)
        {
            _heard = new StringBuilder();
            text = text[(start + Heading.Length)..];
        }

        _heard?.Append(text, 0, Math.Min(text.Length, Most - _heard.Length));
    }
}
