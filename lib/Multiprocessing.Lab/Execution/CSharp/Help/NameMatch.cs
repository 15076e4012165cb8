namespace Multiprocessing.Lab.Execution.CSharp.Help;

/// <summary>How well a name fits what was typed of it, as C# editors judge: <c>WL</c> and <c>line</c> find WriteLine.</summary>
internal static class NameMatch
{
    /// <returns>0 for the best fit and more for lesser ones; null if it does not fit.</returns>
    public static int? Rank(string name, string typed)
    {
        if (typed.Length == 0)
            return 0;
        if (name.StartsWith(typed, StringComparison.Ordinal))
            return name.Length == typed.Length ? 0 : 2;
        if (name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            return name.Length == typed.Length ? 1 : 3;
        if (FitsHumps(name, 0, typed))
            return 4;
        for (var start = 1; start < name.Length; start++)
        {
            if (IsHump(name, start) && FitsHumps(name, start, typed))
                return 5;
        }
        return null;
    }

    /// <summary>Whether what was typed is made of beginnings of the name's words, the first from <paramref name="start"/>.</summary>
    private static bool FitsHumps(string name, int start, ReadOnlySpan<char> typed)
    {
        for (var length = 0; length < typed.Length; length++)
        {
            var at = start + length;
            if (
                at >= name.Length
                || char.ToUpperInvariant(name[at]) != char.ToUpperInvariant(typed[length])
            )
                return false;
            var rest = typed[(length + 1)..];
            if (rest.IsEmpty)
                return true;
            for (var next = at + 1; next < name.Length; next++)
            {
                if (IsHump(name, next) && FitsHumps(name, next, rest))
                    return true;
            }
        }
        return false;
    }

    private static bool IsHump(string name, int at) =>
        at == 0
        || (char.IsUpper(name[at]) && (!char.IsUpper(name[at - 1]) || IsLower(name, at + 1)))
        || (char.IsLetter(name[at]) && !char.IsLetter(name[at - 1]))
        || (char.IsDigit(name[at]) && !char.IsDigit(name[at - 1]));

    private static bool IsLower(string name, int at) => at < name.Length && char.IsLower(name[at]);
}
