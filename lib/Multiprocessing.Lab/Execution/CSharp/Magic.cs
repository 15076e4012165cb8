namespace Multiprocessing.Lab.Execution.CSharp;

/// <summary>A <c>#!</c> line that cannot be followed; the message says what to do instead.</summary>
internal sealed class MagicException(string message) : Exception(message);

/// <summary>The <c>#!</c> lines that are not a language.</summary>
internal static class Magic
{
    public const string Time = "time";
    public const string Who = "who";
    public const string WhoWithValues = "whos";
    public const string List = "lsmagic";

    private static readonly string[] s_known = [List, Time, Who, WhoWithValues];

    public static IReadOnlyList<string> All => s_known;

    public static string Check(string name) =>
        s_known.Contains(name)
            ? name
            : throw new MagicException($"#!{name} is not known here: {Remedy(name)}");

    /// <summary>What <c>#!lsmagic</c> shows.</summary>
    public static string Overview() =>
        "Languages: "
        + string.Join(", ", CellLanguages.All.Select(language => $"#!{language}"))
        + "\nMagics: "
        + string.Join(", ", s_known.Select(name => $"#!{name}"))
        + "\nDirectives: #r \"file.dll\", #r \"nuget: Package, Version\", #i \"nuget: feed\", #load \"file.csx\"\n";

    private static string Remedy(string name) =>
        name switch
        {
            "import" => "load a file of C# with #load \"file.csx\", or put the code into a cell.",
            "share" or "set" or "value" =>
                "there is only C# to share variables with. Assign them in a C# cell.",
            "fsharp" or "f#" or "pwsh" or "powershell" or "sql" or "kql" or "python" or "r" =>
                $"cells run in C#. Translate the cell, or remove it.",
            "connect" =>
                "there are no other kernels to connect to. Use the data source's NuGet package.",
            "about" => "run `mplab --version` instead.",
            _ => "remove the line. #!lsmagic lists the ones there are.",
        };
}
