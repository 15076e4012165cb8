using System.Text;

namespace Multiprocessing.Platform.Windows;

/// <summary>Windows gives a process one text, which its runtime takes apart into arguments.</summary>
/// <remarks>
/// The rules: https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments. A backslash means itself, but for
/// those before a quotation mark, of which two mean one.
/// </remarks>
internal static class CommandLine
{
    /// <summary>The text that is taken apart into these.</summary>
    public static string Of(string program, IEnumerable<string> arguments)
    {
        // A program's name is read by a simpler rule, and cannot have a quotation mark in it.
        var line = new StringBuilder().Append('"').Append(program).Append('"');
        foreach (string argument in arguments)
        {
            line.Append(' ');
            Append(line, argument);
        }

        return line.ToString();
    }

    private static void Append(StringBuilder line, string argument)
    {
        if (argument.Length > 0 && !argument.Any(c => char.IsWhiteSpace(c) || c == '"'))
        {
            line.Append(argument);
            return;
        }

        line.Append('"');
        int backslashes = 0;
        foreach (char c in argument)
        {
            if (c == '"')
            {
                line.Append('\\', backslashes + 1);
            }

            backslashes = c == '\\' ? backslashes + 1 : 0;
            line.Append(c);
        }

        line.Append('\\', backslashes).Append('"');
    }
}
