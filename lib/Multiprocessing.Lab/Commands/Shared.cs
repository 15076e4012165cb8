using System.CommandLine;
using System.Globalization;
using Multiprocessing.Lab.Execution;

namespace Multiprocessing.Lab.Commands;

/// <summary>The arguments and options that run and export have in common.</summary>
internal static class Shared
{
    /// <summary>What a timer can wait for, in seconds.</summary>
    private const int LongestWait = int.MaxValue / 1000;

    public static Argument<string[]> Paths() =>
        new("PATH")
        {
            Description = "Notebooks (.ipynb or .dib), or folders that hold some (.ipynb).",
            Arity = ArgumentArity.OneOrMore,
            Validators =
            {
                // With any number of paths, an option that does not exist would be taken for one.
                result =>
                {
                    foreach (var token in result.Tokens.Where(token => token.Value.StartsWith('-')))
                        result.AddError(
                            $"{token.Value}: there is no such option. Write ./{token.Value} if it is a file."
                        );
                },
            },
        };

    public static Option<double?> Timeout() =>
        new("--timeout")
        {
            Description = "Stop a cell that takes longer than this many seconds.",
            HelpName = "SECONDS",
            CustomParser = result =>
            {
                // Not the user's own way of writing numbers: a command means the same everywhere.
                var given = result.Tokens[0].Value;
                if (
                    double.TryParse(given, CultureInfo.InvariantCulture, out var seconds)
                    && seconds is > 0 and <= LongestWait
                )
                    return seconds;
                result.AddError($"--timeout {given}: give a number of seconds above 0.");
                return null;
            },
        };

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
