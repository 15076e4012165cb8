using System.ComponentModel;
using System.Diagnostics;
using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks.Peers;

/// <summary>A Python of this machine.</summary>
internal sealed record Python(string Executable, string Version)
{
    /// <summary>The <c>python3</c> of the path; null where there is none.</summary>
    public static Python? Default { get; } = Find("python3", "0");

    /// <summary>The first one that has joblib, which brings loky; null where none has.</summary>
    public static Python? WithLoky { get; } =
        Find("python3", LokyVersion) ?? Find("/usr/bin/python3", LokyVersion);

    private const string LokyVersion =
        "__import__('joblib.externals.loky').__version__ + '/loky ' + __import__('joblib.externals.loky').externals.loky.__version__";

    /// <summary>Starts its side of the comparisons.</summary>
    public Helper Start() => new(Executable, Path.Combine(ThisProgram.Folder, "Peers", "peers.py"));

    /// <summary>The interpreter that a command leads to, which may be a script that chooses one.</summary>
    private static Python? Find(string command, string needs)
    {
        var start = new ProcessStartInfo(
            command,
            [
                "-c",
                $"import sys; needs = {needs}; print(sys.executable); print(sys.version.split()[0], needs or '')",
            ]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            string[] lines = process.StandardOutput.ReadToEnd().Split('\n');
            process.WaitForExit();
            return process.ExitCode == 0 ? new Python(lines[0].Trim(), lines[1].Trim()) : null;
        }
        catch (Win32Exception)
        {
            return null; // there is no such program
        }
    }
}
