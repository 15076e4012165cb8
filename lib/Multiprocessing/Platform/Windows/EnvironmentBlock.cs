using System.Text;

namespace Multiprocessing.Platform.Windows;

/// <summary>Environment variables as Windows gives them to a process.</summary>
internal static class EnvironmentBlock
{
    /// <summary>Each as <c>name=value</c> with a zero behind it, in the order of their names, and another zero.</summary>
    public static string Of(IDictionary<string, string?> variables)
    {
        var block = new StringBuilder();
        foreach (
            (string name, string? value) in variables.OrderBy(
                static variable => variable.Key,
                StringComparer.OrdinalIgnoreCase
            )
        )
        {
            if (value is not null)
            {
                block.Append(name).Append('=').Append(value).Append('\0');
            }
        }

        return block.Append('\0').ToString();
    }
}
