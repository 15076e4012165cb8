using System.CommandLine;
using Multiprocessing.Lab.Execution;

namespace Multiprocessing.Lab.Commands;

/// <summary>The arguments and options that run and export have in common.</summary>
internal static class Shared
{
    public static Argument<string[]> Paths() =>
        new("PATH")
        {
            Description = "Notebooks (.ipynb), or folders that hold some.",
            Arity = ArgumentArity.OneOrMore,
        };

    public static Option<double?> Timeout()
    {
        var timeout = new Option<double?>("--timeout")
        {
            Description = "Stop a cell that takes longer than this many seconds.",
            HelpName = "SECONDS",
        };
        timeout.Validators.Add(result =>
        {
            // At most what a timer can wait for.
            if (result.GetValueOrDefault<double?>() is not (> 0 and <= int.MaxValue / 1000))
            {
                var given = result.Tokens is [var token, ..] ? token.Value : "";
                result.AddError($"--timeout {given}: give a number of seconds above 0.");
            }
        });
        return timeout;
    }

    public static Option<bool> KeepGoing() =>
        new("--keep-going")
        {
            Description = "After a cell that failed, run the cells that follow it too.",
        };

    public static RunOptions Options(
        ParseResult arguments,
        Option<double?> timeout,
        Option<bool> keepGoing
    ) =>
        new(
            arguments.GetValue(timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            arguments.GetValue(keepGoing)
        );
}
