namespace Multiprocessing.Lab.Execution.CSharp;

/// <summary>A <c>#!</c> line that cannot be followed; the message says what to do instead.</summary>
internal sealed class MagicException(string message) : Exception(message);

/// <param name="Name">Without the <c>#!</c>.</param>
/// <param name="Syntax">How it is written, without the name; empty if the name is all.</param>
/// <param name="Summary">What it does, in a few words.</param>
internal sealed record MagicInfo(string Name, string Syntax, string Summary);

/// <summary>The <c>#!</c> lines that are not a language.</summary>
internal static class Magic
{
    public const string Import = "import";
    public const string List = "lsmagic";
    public const string Set = "set";
    public const string Share = "share";
    public const string Time = "time";
    public const string Value = "value";
    public const string Who = "who";
    public const string WhoWithValues = "whos";

    /// <summary>All there are, by name.</summary>
    public static readonly IReadOnlyList<MagicInfo> All =
    [
        new(Import, "FILE", "runs an .ipynb, .dib, .cs or .csx file here"),
        new(List, "", "lists languages, magics and directives"),
        new(
            Set,
            "--name NAME --value (TEXT | @csharp:NAME | @value:NAME | @input:PROMPT | @password:PROMPT) [--mime-type TYPE]",
            "sets a variable of this cell's language"
        ),
        new(
            Share,
            "--from (csharp | value) NAME [--as NAME] [--mime-type TYPE]",
            "brings a variable into this cell's language"
        ),
        new(Time, "", "tells how long the cell ran"),
        new(
            Value,
            "--name NAME [--from-file FILE | --from-value TEXT] [--mime-type TYPE]",
            "keeps the text below, for #!share --from value"
        ),
        new(Who, "", "names the variables"),
        new(WhoWithValues, "", "shows the variables with their types and values"),
    ];

    /// <summary>Whether the magic acts where it stands; the others look back on the whole cell.</summary>
    public static bool IsInPlace(string name) => name is Import or Set or Share or Value;

    /// <exception cref="MagicException">There is no such magic.</exception>
    public static string Check(string name, int line) =>
        All.Any(magic => magic.Name == name)
            ? name
            : throw new MagicException($"line {line}: #!{name} is not known here: {Remedy(name)}");

    /// <summary>What <c>#!lsmagic</c> shows.</summary>
    public static string Overview() =>
        "Languages: "
        + string.Join(", ", CellLanguages.All.Select(language => $"#!{language}"))
        + "\nMagics:\n"
        + string.Concat(
            All.Select(magic =>
                $"  {$"#!{magic.Name} {magic.Syntax}".TrimEnd()}: {magic.Summary}\n"
            )
        )
        + "Directives: #r \"file.dll\", #r \"nuget: Package, Version\", #i \"nuget: feed\", #load \"file.csx\"\n";

    private static string Remedy(string name) =>
        name switch
        {
            "fsharp"
            or "f#"
            or "pwsh"
            or "powershell"
            or "sql"
            or "kql"
            or "python"
            or "r"
            or "http" => "cells run in C#. Translate the cell, or remove it.",
            "connect" =>
                "there are no other kernels to connect to. Use the data source's NuGet package.",
            "about" => "run `mplab --version` instead.",
            "log" or "verbose" => "write what you want to see with Console.Error.WriteLine(...).",
            "quit" => "restart or close the notebook instead.",
            _ => "remove the line. #!lsmagic lists the ones there are.",
        };
}
