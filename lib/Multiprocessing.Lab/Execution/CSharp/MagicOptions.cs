using System.Text;

namespace Multiprocessing.Lab.Execution.CSharp;

/// <summary>A <c>#!</c> line that acts where it stands.</summary>
/// <param name="Name">Without the <c>#!</c>.</param>
/// <param name="Arguments">What follows the name.</param>
/// <param name="Line">Its line in the cell, from 1.</param>
internal sealed record MagicLine(string Name, string Arguments, int Line)
{
    public MagicException Error(string problem) => new($"line {Line}: #!{Name}: {problem}");
}

/// <summary>The arguments of a <c>#!</c> line: options with their values, flags, and what is neither.</summary>
internal sealed class MagicOptions
{
    private readonly Dictionary<string, string> _values = [];
    private readonly MagicLine _magic;

    private MagicOptions(MagicLine magic) => _magic = magic;

    /// <summary>What is no option's.</summary>
    public List<string> Rest { get; } = [];

    public string? this[string option] => _values.GetValueOrDefault(option);

    /// <param name="magic">The line.</param>
    /// <param name="options">Those that take a value.</param>
    /// <exception cref="MagicException">An option is not known, comes twice, or lacks its value.</exception>
    public static MagicOptions Parse(MagicLine magic, params string[] options)
    {
        var parsed = new MagicOptions(magic);
        var words = Words(magic);
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (!word.StartsWith("--", StringComparison.Ordinal))
                parsed.Rest.Add(word);
            else if (word == "--byref")
                throw magic.Error(
                    "--byref is not needed: between cells of C# values are shared as they are, and a page can only be given a copy. Remove --byref."
                );
            else if (!options.Contains(word))
                throw magic.Error($"there is no option {word}. Write it as: {Usage(magic.Name)}");
            else if (++i == words.Count)
                throw magic.Error($"{word} has no value. Write it as: {Usage(magic.Name)}");
            else if (!parsed._values.TryAdd(word, words[i]))
                throw magic.Error($"{word} is given twice. Remove one.");
        }
        return parsed;
    }

    /// <exception cref="MagicException">The option is not given.</exception>
    public string Required(string option) =>
        this[option]
        ?? throw _magic.Error($"{option} is missing. Write it as: {Usage(_magic.Name)}");

    /// <exception cref="MagicException">More is given than is used.</exception>
    public void Allow(int words)
    {
        if (Rest.Count > words)
            throw _magic.Error(
                $"\"{Rest[words]}\" is one word too many. Put quotes around what has blanks in it."
            );
    }

    private static string Usage(string name) =>
        $"#!{name} {Magic.All.First(magic => magic.Name == name).Syntax}";

    /// <summary>Words at blanks, but not inside quotes, which are taken off, nor inside braces, which stay.</summary>
    private static List<string> Words(MagicLine magic)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        var (quote, braces) = ('\0', 0);
        foreach (var c in magic.Arguments)
        {
            if (braces > 0)
            {
                braces += c switch
                {
                    '{' => 1,
                    '}' => -1,
                    _ => 0,
                };
                word!.Append(c);
            }
            else if (quote != '\0' && c == quote)
                quote = '\0';
            else if (quote != '\0')
                word!.Append(c);
            else if (c is ' ' or '\t')
                End();
            else if (c == '{')
            {
                braces = 1;
                (word ??= new()).Append(c);
            }
            else
            {
                word ??= new();
                if (c is '"' or '\'')
                    quote = c;
                else
                    word.Append(c);
            }
        }
        if (quote != '\0')
            throw magic.Error($"a {quote} is never closed. Close it.");
        End();
        return words;

        void End()
        {
            if (word is not null)
                words.Add(word.ToString());
            word = null;
        }
    }
}
