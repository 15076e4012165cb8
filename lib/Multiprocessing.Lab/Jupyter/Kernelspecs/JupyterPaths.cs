using System.ComponentModel;
using System.Diagnostics;

namespace Multiprocessing.Lab.Jupyter.Kernelspecs;

/// <summary>The folders in which Jupyter looks for kernels. The one file that knows what they are on which platform.</summary>
internal static class JupyterPaths
{
    private const string Kernels = "kernels";

    /// <summary>For the user, in every Jupyter.</summary>
    public static string User()
    {
        if (Variable("JUPYTER_DATA_DIR") is { } data)
            return Path.Combine(data, Kernels);
        var home = Folder(System.Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsWindows())
            return Path.Combine(
                Folder(System.Environment.SpecialFolder.ApplicationData),
                "jupyter",
                Kernels
            );
        if (OperatingSystem.IsMacOS())
            return Path.Combine(home, "Library", "Jupyter", Kernels);
        var share = Variable("XDG_DATA_HOME") ?? Path.Combine(home, ".local", "share");
        return Path.Combine(share, "jupyter", Kernels);
    }

    /// <summary>In an environment of its own, which has its Jupyter below this folder.</summary>
    public static string Below(string prefix) =>
        Path.Combine(Path.GetFullPath(prefix), "share", "jupyter", Kernels);

    /// <summary>In the Python environment that is active.</summary>
    /// <exception cref="JupyterException">None is.</exception>
    public static string Environment() =>
        Below(
            Variable("VIRTUAL_ENV")
                ?? Variable("CONDA_PREFIX")
                ?? PythonPrefix()
                ?? throw new JupyterException(
                    "--sys-prefix: no Python environment is active, and no python3 is on the path. Activate one, or name its folder with --prefix DIR."
                )
        );

    /// <summary>All the places in which a kernel of the Lab's may be, those of the user first.</summary>
    public static IEnumerable<string> All()
    {
        var paths = new List<string> { User() };
        foreach (var folder in (Variable("JUPYTER_PATH") ?? "").Split(Path.PathSeparator))
        {
            if (folder.Length > 0)
                paths.Add(Path.Combine(folder, Kernels));
        }
        foreach (
            var prefix in (string?[])
                [Variable("VIRTUAL_ENV"), Variable("CONDA_PREFIX"), PythonPrefix()]
        )
        {
            if (prefix is not null)
                paths.Add(Below(prefix));
        }
        if (OperatingSystem.IsWindows())
            paths.Add(
                Path.Combine(
                    Folder(System.Environment.SpecialFolder.CommonApplicationData),
                    "jupyter",
                    Kernels
                )
            );
        else
            paths.AddRange([Below("/usr/local"), Below("/usr")]);
        return paths.Distinct();
    }

    private static string? PythonPrefix()
    {
        var start = new ProcessStartInfo(
            OperatingSystem.IsWindows() ? "python" : "python3",
            ["-c", "import sys; print(sys.prefix)"]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var python = Process.Start(start)!;
            var prefix = python.StandardOutput.ReadToEnd().Trim();
            python.WaitForExit();
            return python.ExitCode == 0 && prefix.Length > 0 ? prefix : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static string? Variable(string name) =>
        System.Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static string Folder(System.Environment.SpecialFolder folder) =>
        System.Environment.GetFolderPath(folder);
}
