using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Execution.Sessions;

namespace Multiprocessing.Lab.Jupyter.Kernelspecs;

/// <summary>The entry among Jupyter's kernels that starts this program.</summary>
internal static class Kernelspec
{
    public const string DisplayName = "C# (Multiprocessing Lab)";

    /// <summary>The name that Polyglot notebooks ask for, so that they open unchanged.</summary>
    private const string Name = ".net-csharp";

    /// <summary>The name beside .NET Interactive's kernel, where that is still installed.</summary>
    private const string OtherName = "mplab-csharp";

    private const string File = "kernel.json";

    /// <summary>What marks an entry as the Lab's own; only such ones are replaced and removed.</summary>
    private const string Mark = "mplab";

    private static readonly string[] s_logos = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"];
    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="place">The folder of Jupyter's kernels to install to.</param>
    /// <returns>What to tell the user.</returns>
    public static string Install(string place)
    {
        var own = Path.Combine(place, Name);
        // A folder without the file is no kernel, but what is left of an installation that was broken off.
        var isFree = !System.IO.File.Exists(Path.Combine(own, File)) || IsOurs(own);
        var folder = isFree ? own : Path.Combine(place, OtherName);
        Directory.CreateDirectory(folder);
        foreach (var logo in s_logos)
        {
            using var content = Assembly.GetExecutingAssembly().GetManifestResourceStream(logo)!;
            using var file = System.IO.File.Create(Path.Combine(folder, logo));
            content.CopyTo(file);
        }
        // Last: with it the entry is whole.
        System.IO.File.WriteAllText(
            Path.Combine(folder, File),
            Content().ToJsonString(s_json) + "\n"
        );
        var told =
            $"Installed the kernel \"{DisplayName}\" in {folder}.\n"
            + $"VS Code and JupyterLab: choose \"{DisplayName}\" as the notebook's kernel, once, after a restart of the editor.\n";
        return told
            + (
                isFree
                    ? "Command line: jupyter nbconvert --execute takes it for C# notebooks by itself."
                    : $"Another program's kernel is installed as {Name} and was left alone. Command line: add --ExecutePreprocessor.kernel_name={OtherName} to jupyter nbconvert."
            );
    }

    /// <param name="place">The folder of Jupyter's kernels that it was installed to.</param>
    /// <returns>What to tell the user.</returns>
    /// <exception cref="JupyterException">It is not installed there.</exception>
    public static string Uninstall(string place)
    {
        var folders = OursIn(place).ToList();
        if (folders.Count == 0)
            throw new JupyterException(
                $"The kernel is not installed in {place}. `mplab jupyter list` shows where it is."
            );
        folders.ForEach(folder => Directory.Delete(folder, recursive: true));
        return $"Removed the kernel \"{DisplayName}\" from {string.Join(" and ", folders)}.";
    }

    /// <returns>A line for each place where it is installed.</returns>
    public static IEnumerable<string> List()
    {
        var lines = JupyterPaths.All().SelectMany(OursIn).Select(Describe).ToList();
        return lines.Count > 0
            ? lines
            : ["The kernel is not installed. `mplab jupyter install` does it."];
    }

    private static JsonObject Content()
    {
        var arguments = new JsonArray();
        foreach (var word in Program())
            arguments.Add(JsonValue.Create(word));
        foreach (var word in (string[])["jupyter", "run", "--connection-file", "{connection_file}"])
            arguments.Add(JsonValue.Create(word));
        return new()
        {
            ["argv"] = arguments,
            ["display_name"] = DisplayName,
            ["language"] = "C#",
            ["interrupt_mode"] = "message",
            ["env"] = new JsonObject
            {
                ["DOTNET_ROOT"] = DotNet.Root.TrimEnd(Path.DirectorySeparatorChar),
            },
            ["metadata"] = new JsonObject { [Mark] = true },
        };
    }

    /// <summary>How this program is called: by itself, or by a dotnet that runs its library.</summary>
    private static IEnumerable<string> Program()
    {
        var library = typeof(Kernelspec).Assembly.Location;
        var self = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(self) == "dotnet";
        return isHost ? [self, library] : [self];
    }

    private static IEnumerable<string> OursIn(string place) =>
        new[] { Name, OtherName }.Select(name => Path.Combine(place, name)).Where(IsOurs);

    private static bool IsOurs(string folder) =>
        Read(folder) is { } spec
        && spec.Member("metadata")?.Member(Mark)?.ValueKind == JsonValueKind.True;

    private static JsonElement? Read(string folder)
    {
        try
        {
            using var document = JsonDocument.Parse(
                System.IO.File.ReadAllBytes(Path.Combine(folder, File))
            );
            return document.RootElement.Clone();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static string Describe(string folder)
    {
        var words = Read(folder)?.Member("argv") is { ValueKind: JsonValueKind.Array } argv
            ? argv.EnumerateArray().Select(word => word.AsText())
            : [];
        var program = words.FirstOrDefault() ?? "nothing";
        var state = System.IO.File.Exists(program)
            ? program
            : $"{program}, which is not there any more: run `mplab jupyter install` again";
        return $"{folder}: starts {state}";
    }
}
