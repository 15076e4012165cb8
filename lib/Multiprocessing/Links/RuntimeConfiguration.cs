using System.Reflection;
using System.Text;

namespace Multiprocessing.Links;

/// <summary>
/// A property of the runtime's configuration, or a switch of <see cref="AppContext"/>: a string, a switch's <see cref="bool"/>,
/// or one of the other values that settings have.
/// </summary>
internal sealed record RuntimeSetting(string Name, object Value);

/// <summary>
/// The runtime configuration of this program, so that its workers run under the same: what runtimeconfig.json says, and what has
/// been set since. Not the kind of garbage collector and its number of heaps, which suit one process of a program, not many.
/// </summary>
internal static class RuntimeConfiguration
{
    /// <summary>In a worker: the file that was made for it, which it removes.</summary>
    public const string FileProperty = "Multiprocessing.RuntimeConfigurationFile";

    public const string ConcurrentCollection = "System.GC.Concurrent";

    private const string Invariant = "System.Globalization.Invariant";
    private const string InvariantVariable = "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT";

    // What a worker has where its parent's configuration says nothing: as in Packaging/Multiprocessing.Worker.runtimeconfig.json.
    private static readonly RuntimeSetting[] s_ofWorkers =
    [
        new(ConcurrentCollection, "false"),
        new("System.Reflection.Metadata.MetadataUpdater.IsSupported", "false"),
        new("System.Runtime.Serialization.EnableUnsafeBinaryFormatterSerialization", "false"),
    ];

    // What a host says of this very process, and what is not carried on purpose.
    private static readonly string[] s_notCarried =
    [
        "APP_CONTEXT_BASE_DIRECTORY",
        "APP_CONTEXT_DEPS_FILES",
        "APP_PATHS",
        "BUNDLE_PROBE",
        "FX_DEPS_FILE",
        "HOST_RUNTIME_CONTRACT",
        "HOSTPOLICY_EMBEDDED",
        "NATIVE_DLL_SEARCH_DIRECTORIES",
        "PINVOKE_OVERRIDE",
        "PLATFORM_RESOURCE_ROOTS",
        "PROBING_DIRECTORIES",
        "RUNTIME_IDENTIFIER",
        "STARTUP_HOOKS",
        "TRUSTED_PLATFORM_ASSEMBLIES",
        "System.GC.Server",
        "System.GC.HeapCount",
        FileProperty,
    ];

    // Nothing public lists them.
    private static readonly FieldInfo? s_data = Field("s_dataStore");
    private static readonly FieldInfo? s_switches = Field("s_switches");

    /// <summary>All settings as they are now.</summary>
    public static List<RuntimeSetting> Current()
    {
        List<RuntimeSetting> settings = [];
        if (s_data?.GetValue(null) is Dictionary<string, object?> data)
        {
            lock (data)
            {
                foreach ((string name, object? value) in data)
                {
                    if (value is string or int or long or double or TimeSpan && IsCarried(name))
                    {
                        settings.Add(new RuntimeSetting(name, value));
                    }
                }
            }
        }

        if (s_switches?.GetValue(null) is Dictionary<string, bool> switches)
        {
            lock (switches)
            {
                foreach ((string name, bool value) in switches)
                {
                    if (IsCarried(name))
                    {
                        settings.Add(new RuntimeSetting(name, value));
                    }
                }
            }
        }

        return settings;
    }

    private static bool IsCarried(string name) => Array.IndexOf(s_notCarried, name) < 0;

    /// <summary>In a worker: takes over what it does not have already.</summary>
    public static void Apply(IReadOnlyList<RuntimeSetting> settings)
    {
        foreach (RuntimeSetting setting in settings)
        {
            if (setting.Value is bool on)
            {
                AppContext.SetSwitch(setting.Name, on);
            }
            else if (!setting.Value.Equals(AppContext.GetData(setting.Name)))
            {
                AppContext.SetData(setting.Name, setting.Value);
            }
        }
    }

    /// <summary>
    /// Everything that a worker's runtimeconfig.json must say, since the runtime itself reads some settings before any code can set
    /// them; null where the file beside the library says it all.
    /// </summary>
    /// <param name="settings">Those of this program.</param>
    public static Dictionary<string, string>? Unusual(List<RuntimeSetting> settings)
    {
        // In this order, and the last one counts: a worker's own, those at the start, switches that were set since.
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (RuntimeSetting setting in s_ofWorkers)
        {
            all[setting.Name] = (string)setting.Value;
        }

        bool isUsual = true;
        foreach (RuntimeSetting setting in settings)
        {
            if (IsInFile(setting))
            {
                string value =
                    setting.Value as string ?? (setting.Value is true ? "true" : "false");
                isUsual &=
                    IsDefault(setting.Name, value)
                    || (all.TryGetValue(setting.Name, out string? usual) && usual == value);
                all[setting.Name] = value;
            }
        }

        return isUsual ? null : all;
    }

    /// <summary>Whether it is the same as not to say it, as many programs say all the same.</summary>
    private static bool IsDefault(string name, string value) =>
        name == Invariant
        && value == "false"
        && Environment.GetEnvironmentVariable(InvariantVariable) is null;

    /// <summary>Whether a file can say it.</summary>
    public static bool IsInFile(RuntimeSetting setting) => setting.Value is string or bool;

    /// <summary>
    /// Says by a variable, where no file can, what a worker may not come up without: that it needs no ICU. The user's own counts more.
    /// </summary>
    public static void SetVariables(LaunchVariables variables, List<RuntimeSetting> settings)
    {
        if (
            variables[InvariantVariable] is null
            && settings.FindLast(setting => setting.Name == Invariant) is { Value: true or "true" }
        )
        {
            variables.Set(InvariantVariable, "1");
        }
    }

    /// <summary>A worker's runtimeconfig.json.</summary>
    /// <param name="properties">What it says.</param>
    /// <param name="path">Where it will lie, for the worker that removes it.</param>
    public static string Text(Dictionary<string, string> properties, string path)
    {
        properties[FileProperty] = path;
        var text = new StringBuilder(
            """{"runtimeOptions":{"tfm":"net10.0","rollForward":"Major","framework":{"name":"Microsoft.NETCore.App","version":"10.0.0"},"configProperties":{"""
        );
        foreach ((string name, string value) in properties)
        {
            AppendQuoted(text, name);
            text.Append(':');
            AppendQuoted(text, value);
            text.Append(',');
        }

        text.Length--;
        return text.Append("}}}").ToString();
    }

    // A JSON library takes a start longer than all of this.
    private static void AppendQuoted(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char letter in value)
        {
            if (letter is '"' or '\\')
            {
                text.Append('\\').Append(letter);
            }
            else if (letter < ' ')
            {
                text.Append("\\u00").Append(Digit(letter >> 4)).Append(Digit(letter & 15));
            }
            else
            {
                text.Append(letter);
            }
        }

        text.Append('"');
    }

    private static char Digit(int value) => "0123456789abcdef"[value];

    private static FieldInfo? Field(string name) =>
        typeof(AppContext).GetField(name, BindingFlags.NonPublic | BindingFlags.Static);
}
