using System.Collections.Concurrent;
using Multiprocessing.Lab.Execution.CSharp.Output;

namespace Multiprocessing.Lab.Execution.CSharp;

/// <summary>What cells ask the user for, and who waits for which answer.</summary>
internal sealed class InputRequests(OutputQueue output)
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<string?>> _waiting = new();
    private int _last;

    /// <returns>What was typed, without the line's end; null where the input has ended, or nobody can be asked.</returns>
    public Task<string?> AskAsync(string prompt, bool isPassword)
    {
        if (!CellScope.Current.Cell.CanAsk)
            return Task.FromResult<string?>(null);
        var request = Interlocked.Increment(ref _last);
        var answer = new TaskCompletionSource<string?>(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        _waiting[request] = answer;
        output.Add(new InputRequested(request, prompt, isPassword));
        return answer.Task;
    }

    /// <summary>What to say where nobody can be asked.</summary>
    public static string Nobody(string prompt) =>
        $"Nobody can be asked \"{prompt}\" here. Run the cell in an editor that answers, or assign the value in the cell.";

    /// <summary>Whoever waits is told that nothing will come, by <see cref="OperationCanceledException"/>.</summary>
    public void Cancel()
    {
        foreach (var request in _waiting.Keys)
        {
            if (_waiting.TryRemove(request, out var answer))
                answer.TrySetCanceled();
        }
    }

    /// <summary>Ends the wait for an answer; one that nobody waits for any more is dropped.</summary>
    public void Answer(int request, string? text)
    {
        if (_waiting.TryRemove(request, out var answer))
            answer.TrySetResult(text);
    }
}
