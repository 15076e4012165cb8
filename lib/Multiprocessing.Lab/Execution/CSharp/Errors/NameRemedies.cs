namespace Multiprocessing.Lab.Execution.CSharp.Errors;

/// <summary>What to do about names that the compiler does not know: a <c>using</c>, or a package, is missing.</summary>
internal static class NameRemedies
{
    private const string Formatting = "add: using Microsoft.DotNet.Interactive.Formatting;";
    private const string Tags =
        "if the HTML tag is meant, add: using static Microsoft.DotNet.Interactive.Formatting.PocketViewTags;";
    private const string Interactive = "add: using Microsoft.DotNet.Interactive;";
    private const string Commands = "add: using Microsoft.DotNet.Interactive.Commands;";
    private const string Events = "add: using Microsoft.DotNet.Interactive.Events;";
    private const string Kernels =
        "the kernels here are C#, HTML and JavaScript. Use #!share and #!set between a cell's languages";
    private const string Output = "use Console.Write and Console.Error.Write";
    private const string Library = "add: #r \"nuget: Multiprocessing\" and using Multiprocessing;";
    private const string Charts =
        "add: #r \"nuget: Multiprocessing.Charts\" and using Multiprocessing.Charts;";
    private const string Course =
        "add: #r \"nuget: Multiprocessing.Course\" and using Multiprocessing.Course;";

    /// <summary>Names that the compiler does not know at all.</summary>
    private static readonly Dictionary<string, string> s_unknown = new()
    {
        ["Formatter"] = Formatting,
        ["FormattedValue"] = Formatting,
        ["PocketView"] = Formatting,
        ["HtmlFormatter"] = Formatting,
        ["PlainTextFormatter"] = Formatting,
        ["JsonFormatter"] = Formatting,
        ["ITypeFormatter"] = Formatting,
        ["TypeFormatterSource"] = Formatting,
        ["PocketViewTags"] = Formatting,
        ["MathString"] = "use new LaTeXString(\"$$...$$\")",
        ["div"] = Tags,
        ["span"] = Tags,
        ["table"] = Tags,
        ["img"] = Tags,
        ["style"] = Tags,
        ["script"] = Tags,
        ["h1"] = Tags,
        ["h2"] = Tags,
        ["h3"] = Tags,
        ["Kernel"] = Interactive,
        ["PasswordString"] = Interactive,
        ["KernelInvocationContext"] = Interactive,
        ["CompositeKernel"] = Interactive,
        ["IKernelExtension"] = Interactive,
        ["CSharpKernel"] = "add: using Microsoft.DotNet.Interactive.CSharp;",
        ["SubmitCode"] = Commands,
        ["KernelCommand"] = Commands,
        ["KernelEvent"] = Events,
        ["DisplayedValueProduced"] = Events,
        ["ReturnValueProduced"] = Events,
        ["FSharpKernel"] = Kernels,
        ["PowerShellKernel"] = Kernels,
        ["args"] = "a cell has no command line. Declare the variable: string[] args = [];",
        ["ManagedObject"] = Library,
        ["MapOptions"] = Library,
        ["PoolOptions"] = Library,
        ["ProcessBarrier"] = Library,
        ["ProcessChannel"] = Library,
        ["ProcessCountdown"] = Library,
        ["ProcessDictionary"] = Library,
        ["ProcessEvent"] = Library,
        ["ProcessLock"] = Library,
        ["ProcessPool"] = Library,
        ["ProcessQueue"] = Library,
        ["ProcessSemaphore"] = Library,
        ["SharedArray"] = Library,
        ["SharedValue"] = Library,
        ["Timeline"] = Library,
        ["WorkerLocal"] = Library,
        ["WorkerProcess"] = Library,
        ["SpeedupChart"] = Charts,
        ["TimelineChart"] = Charts,
        ["Exercise"] = Course,
        ["CourseProgress"] = Course,
    };

    /// <summary>Members that .NET Interactive no longer has.</summary>
    private static readonly Dictionary<string, string> s_members = new()
    {
        ["DisplayStandardOut"] = Output,
        ["DisplayStandardError"] = Output,
    };

    public static string? OfUnknown(string name) => s_unknown.GetValueOrDefault(name);

    /// <param name="name">What there is not.</param>
    /// <param name="space">The namespace in which it is looked for.</param>
    public static string? OfMissing(string name, string space) =>
        (space, name) switch
        {
            ("Multiprocessing", "Charts") => Charts,
            ("Multiprocessing", "Course") => Course,
            ("Multiprocessing", _) => Library,
            (_, "DisplayedValue" or "LaTeXString") => $"write {name} alone",
            _ when space.StartsWith("Microsoft.DotNet.Interactive", StringComparison.Ordinal) =>
                s_unknown.GetValueOrDefault(name) ?? Kernels,
            _ => null,
        };

    public static string? OfMember(string name) => s_members.GetValueOrDefault(name);

    /// <param name="file">What a <c>#r</c> names.</param>
    public static string OfFile(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        return name is "Multiprocessing" or "Multiprocessing.Charts" or "Multiprocessing.Course"
            ? $"build it in a clone of the repository with `dotnet build`, or write: #r \"nuget: {name}\""
            : "a path is from the notebook's folder. Check it, or build what it names";
    }
}
