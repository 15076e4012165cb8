using System.Text.Json;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;
using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Execution.CSharp.Sharing;

/// <summary>Follows <c>#!share</c>, <c>#!set</c> and <c>#!value</c>.</summary>
/// <param name="engine">Holds the C# variables.</param>
/// <param name="ask">Asks the user, given the prompt and whether what is typed stays unseen; gives null where nobody can be asked.</param>
internal sealed class ValueSharing(CSharpEngine engine, Func<string, bool, string?> ask)
{
    private const string From = "--from";
    private const string As = "--as";
    private const string Name = "--name";
    private const string Value = "--value";
    private const string MimeType = "--mime-type";
    private const string FromFile = "--from-file";
    private const string FromValue = "--from-value";
    private const string FromUrl = "--from-url";

    private readonly Dictionary<string, FormattedValue> _kept = [];

    /// <summary>Gives a C# part its variable.</summary>
    /// <exception cref="MagicException">The line cannot be followed.</exception>
    public async Task<CSharpOutcome> ToCSharpAsync(MagicLine magic)
    {
        var (name, value) = Follow(magic);
        if (!SyntaxFacts.IsValidIdentifier(name))
            throw magic.Error($"\"{name}\" is no name for a variable. Use letters and digits.");
        // One C# variable after another is the same value of the same type, whatever its type is called.
        if (value is SharedValue.Variable { Source.Name: var source })
            return await engine
                .RunAsync($"#!{magic.Name}", source == name ? "" : $"var @{name} = @{source};")
                .ConfigureAwait(false);
        var (type, content) = Guard(magic, value.ForCSharp);
        return await engine.DeclareAsync(name, type, content).ConfigureAwait(false);
    }

    /// <returns>A line of JavaScript that gives a page's scripts their variable.</returns>
    /// <exception cref="MagicException">The line cannot be followed.</exception>
    public string ToPage(MagicLine magic)
    {
        var (name, value) = Follow(magic);
        if (value is SharedValue.Secret)
            throw magic.Error(
                "a password does not go into a page, which is stored with the notebook. Use it in a C# cell."
            );
        // As in .NET Interactive: scripts in later cells see it too, and may declare the name themselves.
        return $"globalThis[{JsonSerializer.Serialize(name)}] = {Guard(magic, value.ForPage)};";
    }

    /// <summary>Follows <c>#!value</c>.</summary>
    /// <returns>The value if it is to be shown, which naming its type asks for.</returns>
    /// <exception cref="MagicException">The line cannot be followed.</exception>
    public FormattedValue? Keep(MagicLine magic, string text)
    {
        var options = MagicOptions.Parse(magic, Name, FromFile, FromValue, FromUrl, MimeType);
        options.Allow(words: 0);
        var name = options.Required(Name);
        if (options[FromUrl] is not null)
            throw magic.Error(
                "nothing is fetched from addresses. Fetch it in a C# cell: var text = await new System.Net.Http.HttpClient().GetStringAsync(\"...\");"
            );
        string?[] sources =
        [
            string.IsNullOrWhiteSpace(text) ? null : "text below",
            options[FromFile] is null ? null : FromFile,
            options[FromValue] is null ? null : FromValue,
        ];
        if (sources.OfType<string>().ToList() is [var one, var other, ..])
            throw magic.Error($"{one} and {other} exclude each other. Give one of them.");
        var content =
            options[FromFile] is { } file ? Read(magic, file)
            : options[FromValue] is { } given ? Entered(magic, given) as string ?? given
            : text;
        var value = new FormattedValue(options[MimeType] ?? MediaTypes.Plain, content);
        _kept[name] = value;
        return options[MimeType] is null ? null : value;
    }

    private (string Name, SharedValue Value) Follow(MagicLine magic)
    {
        if (magic.Name == Magic.Share)
        {
            var share = MagicOptions.Parse(magic, From, Name, As, MimeType);
            share.Allow(words: share[Name] is null ? 1 : 0);
            var name = share[Name] ?? share.Rest.FirstOrDefault() ?? share.Required(Name);
            var found = Find(magic, share.Required(From), name);
            return (share[As] ?? name, Guard(magic, () => found.As(share[MimeType])));
        }
        var set = MagicOptions.Parse(magic, Name, Value, MimeType);
        set.Allow(words: 0);
        var value = Evaluate(magic, set.Required(Value));
        return (set.Required(Name), Guard(magic, () => value.As(set[MimeType])));
    }

    private SharedValue Evaluate(MagicLine magic, string expression)
    {
        if (Entered(magic, expression) is { } entered)
            return entered is PasswordString secret
                ? new SharedValue.Secret(secret)
                : new SharedValue.Text(new(MediaTypes.Plain, (string)entered));
        return expression.StartsWith('@') && expression.Split(':', 2) is [var from, var name]
            ? Find(magic, from[1..], name)
            : new SharedValue.Text(new(MediaTypes.Plain, expression));
    }

    /// <returns>What the user typed; null if the expression asks for nothing.</returns>
    private object? Entered(MagicLine magic, string expression)
    {
        var isPassword = expression.StartsWith("@password", StringComparison.Ordinal);
        if (!isPassword && !expression.StartsWith("@input", StringComparison.Ordinal))
            return null;
        var prompt = expression.Split(':', 2).ElementAtOrDefault(1) ?? "";
        if (prompt.StartsWith('{'))
            prompt = Guard(magic, () => PromptOf(prompt));
        var typed =
            ask(prompt, isPassword)
            ?? throw magic.Error(
                "nobody can be asked here. Write the value instead, or run the notebook in an editor."
            );
        return isPassword ? new PasswordString(typed) : typed;
    }

    private static string PromptOf(string json)
    {
        using var described = JsonDocument.Parse(json);
        return
            described.RootElement.TryGetProperty("prompt", out var prompt)
            && prompt.ValueKind == JsonValueKind.String
            ? prompt.GetString()!
            : "";
    }

    private SharedValue Find(MagicLine magic, string from, string name)
    {
        if (from == Magic.Value)
            return _kept.TryGetValue(name, out var kept)
                ? new SharedValue.Text(kept)
                : throw magic.Error(
                    $"there is no value \"{name}\". Give one above with #!value --name {name}."
                );
        return CellLanguages.OfMagic(from) switch
        {
            CellLanguages.CSharp => engine.Variables.FirstOrDefault(v => v.Name == name)
                is { } found
                ? new SharedValue.Variable(found)
                : throw magic.Error(
                    $"there is no C# variable \"{name}\". Run the cell that declares it first; #!who lists them."
                ),
            { } page => throw magic.Error(
                $"what {page} cells compute stays in the page that shows the notebook, out of reach from here. Compute it in a C# cell, and share it with the page."
            ),
            null => throw magic.Error(
                $"there is no \"{from}\" to share from: cells run in C#. Assign the variable in a C# cell."
            ),
        };
    }

    private string Read(MagicLine magic, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(engine.Folder, file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw magic.Error(
                $"{file}: cannot be read ({e.Message.TrimEnd('.')}). Check the path, which is from the notebook's folder."
            );
        }
    }

    private static T Guard<T>(MagicLine magic, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (JsonException e)
        {
            throw magic.Error(
                $"the value is not JSON ({e.Message.TrimEnd('.')}). Mend it, or share it as it is with --mime-type text/plain."
            );
        }
        catch (Exception e)
            when (e is NotSupportedException or InvalidOperationException or ArgumentException)
        {
            throw magic.Error(
                $"the value cannot be shared ({e.Message.TrimEnd('.')}). Share a part of it that can be written as JSON."
            );
        }
    }
}
