namespace Multiprocessing.Lab.Execution.CSharp.Output;

/// <summary>What an event takes on its way to whoever shows it, as characters of text.</summary>
internal static class EventWeight
{
    /// <summary>Around what it holds: also a thousand empty ones take their time.</summary>
    private const int Envelope = 256;

    public static int Of(SessionEvent happened) =>
        Envelope
        + happened switch
        {
            TextWritten text => text.Text.Length,
            ValueShown shown => Of(shown.Data),
            ValueUpdated updated => Of(updated.Data),
            ResultProduced result => Of(result.Data),
            _ => 0,
        };

    private static int Of(IReadOnlyDictionary<string, string> data) =>
        data.Values.Sum(content => content.Length);
}
