using System.Diagnostics;
using Multiprocessing.Platform;
using Multiprocessing.Values;

namespace Multiprocessing.Links;

/// <content>The end of the process.</content>
internal sealed partial class ProcessLink
{
    private static readonly TimeSpan s_exitPatience = TimeSpan.FromSeconds(1);

    /// <summary>How long the exit handlers of a worker that has said goodbye may take.</summary>
    private static readonly TimeSpan s_farewellPatience = TimeSpan.FromSeconds(5);

    /// <summary>Sees the process to its end, since a worker without a connection is of no use, and reads how it ended.</summary>
    private WorkerExit End(bool connected)
    {
        Process process = _process!;
        if (!process.WaitForExit(s_exitPatience))
        {
            Kill();
            process.WaitForExit();
        }

        if (!setup.Options.KeepChildren)
        {
            JobControl.Remove(ProcessId);
            ProcessGroup.EndRest(ProcessId);
        }

        int code;
        lock (_gate)
        {
            _lastProgress = _progress!.Value;
            _ended = true;
            code = ExitCodes.Here.Read(
                _overdue ? _announcedExit!.Value : process.ExitCode,
                _announcedExit
            );
        }

        _farewell?.Dispose();
        _room!.Dispose();
        _runtimeFiles!.Remove();
        ConfigurationFile.Remove(_launched!.ConfigurationFile);
        _ = _output!.Drain(isLast: true);
        _outputShown = _output.Shown();
        _progress!.Dispose();
        LetGo();
        bool isKilled = ExitCodes.Here.IsKilled(code, _announcedExit);
        Exception? startError = connected
            ? null
            : new InvalidOperationException(
                $"The worker process {ProcessId} {ExitCodes.Here.Tell(code, isKilled)} before it was ready. {ExitCodes.Here.Cause(code, isKilled)}"
            );
        return new WorkerExit(
            code,
            startError,
            IsKilled: isKilled,
            StruckDown: !_killed && isKilled,
            _unhandled,
            Account(code),
            _outOfMemory
        );
    }

    /// <summary>An exit handler that never comes back must not keep the worker's call for ever.</summary>
    private void EndOverdue()
    {
        lock (_gate)
        {
            if (!_ended && _process is { HasExited: false } process)
            {
                _overdue = true;
                process.Kill();
            }
        }
    }

    /// <summary>What the worker itself said of its end. Here, and not where it is told: an exception's message may be user code.</summary>
    private string? Account(int code)
    {
        if (_unhandled is { } error)
        {
            return "An exception was thrown outside the function's own call, say on another thread or in async void, and nobody caught it: "
                + ExceptionParcel.Headline(error);
        }

        return ExitCodes.Here.IsAbort(code) && _output!.LastWords is { } words
            ? $"It called Environment.FailFast: {words}"
            : null;
    }

    /// <summary>Gives the process's handles back when it has ended and its output too, whichever comes last.</summary>
    private void LetGo()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            _launched!.Program.Dispose();
        }
    }
}
