using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Execution;

/// <summary>Gathers what a cell shows into the outputs a notebook stores.</summary>
internal sealed class CellOutputs(int number)
{
    /// <summary>A cell that prints without end must not take the front's memory.</summary>
    private const int MostText = 16_000_000;

    private readonly List<Output> _outputs = [];
    private readonly Lock _gate = new();

    private long _textLength;
    private bool _clearWithNext;

    public ErrorOutput? Error { get; private set; }

    public IReadOnlyList<Output> ToList()
    {
        lock (_gate)
            return [.. _outputs.Select(Settle)];
    }

    public void Add(SessionEvent happened)
    {
        lock (_gate)
        {
            if (happened is OutputCleared { Wait: true })
            {
                _clearWithNext = true;
                return;
            }
            if (_clearWithNext || happened is OutputCleared)
                _outputs.Clear();
            _clearWithNext = false;
            switch (happened)
            {
                case TextWritten text:
                    AddText(text);
                    break;
                case ValueShown shown:
                    _outputs.Add(new DisplayOutput(MermaidDiagram.Complete(shown.Data), shown.Id));
                    break;
                case ResultProduced result:
                    _outputs.Add(new ResultOutput(number, MermaidDiagram.Complete(result.Data)));
                    break;
                case ErrorRaised error:
                    _outputs.Add(
                        Error = new ErrorOutput(error.Name, error.Message, error.Traceback)
                    );
                    break;
            }
        }
    }

    /// <returns>Whether the value was this cell's.</returns>
    public bool TryUpdate(ValueUpdated updated)
    {
        lock (_gate)
        {
            var at = _outputs.FindIndex(o => o is DisplayOutput d && d.DisplayId == updated.Id);
            if (at < 0)
                return false;
            _outputs[at] = new DisplayOutput(MermaidDiagram.Complete(updated.Data), updated.Id);
            return true;
        }
    }

    private void AddText(TextWritten text)
    {
        _textLength += text.Text.Length;
        if (_textLength > MostText)
        {
            if (_textLength - text.Text.Length <= MostText)
                _outputs.Add(
                    new StreamOutput(
                        "stderr",
                        "[The cell printed more than the 16 million characters that are kept of it.]\n"
                    )
                );
            return;
        }
        // One output for text in a row: a cell that prints a thousand lines is not a thousand outputs.
        if (_outputs is [.., GrowingText last] && last.Name == text.Stream)
            last.Text.Append(text.Text);
        else
            _outputs.Add(new GrowingText(text.Stream, new(text.Text)));
    }

    private static Output Settle(Output output) =>
        output is GrowingText text ? new StreamOutput(text.Name, text.Text.ToString()) : output;

    private sealed record GrowingText(string Name, System.Text.StringBuilder Text) : Output;
}
