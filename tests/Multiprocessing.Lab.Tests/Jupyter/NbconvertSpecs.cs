using System.Diagnostics;
using System.Text.RegularExpressions;
using Multiprocessing.Lab.Tests.Documents;

namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>Jupyter's own command runs a notebook of the repository through the kernel as it is installed.</summary>
public class NbconvertSpecs
{
    [Fact(Timeout = 180_000)]
    public async Task Nbconvert_runs_a_notebook_through_the_installed_kernel_and_writes_html()
    {
        Installed.Need(await IsThereAsync(), "jupyter nbconvert");
        using var folder = new TemporaryFolder();
        var installed = await Mplab.RunAsync("jupyter", "install", "--prefix", folder.Path);
        Assert.True(installed.ExitCode == 0, installed.Error);
        var notebook = Path.Combine(Repository.Root, "notebooks", "01-six-questions.ipynb");
        var before = File.ReadAllBytes(notebook);

        var run = await RunAsync(
            folder.Path,
            "nbconvert",
            "--execute",
            "--to",
            "html",
            "--output-dir",
            folder.Path,
            notebook
        );

        Assert.True(run.ExitCode == 0, run.Said);
        Assert.Equal(before, File.ReadAllBytes(notebook));
        var html = File.ReadAllText(Path.Combine(folder.Path, "01-six-questions.html"));
        // Of this run, not of the one that is stored in the notebook.
        Assert.DoesNotContain(StoredProcessLine(notebook), html, StringComparison.Ordinal);
        Assert.Matches(@"This notebook runs in process \d+\.", html);
        Assert.Contains("This is the test of multiprocessing", html, StringComparison.Ordinal);
        Assert.Contains("[16, 36, 4, 25, 81]", html, StringComparison.Ordinal);
        Assert.DoesNotContain("application/vnd.jupyter.error", html, StringComparison.Ordinal);
        Assert.DoesNotContain("CompilationError", html, StringComparison.Ordinal);
    }

    private static string StoredProcessLine(string notebook)
    {
        var stored = Regex.Match(
            File.ReadAllText(notebook),
            @"This notebook runs in process \d+\."
        );
        Assert.True(stored.Success);
        return stored.Value;
    }

    private static async Task<bool> IsThereAsync()
    {
        try
        {
            return (await RunAsync(Path.GetTempPath(), "nbconvert", "--version")).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <param name="prefix">Below which the kernel is installed.</param>
    /// <param name="arguments">Of the command.</param>
    private static Task<ProgramRun> RunAsync(string prefix, params string[] arguments)
    {
        var start = new ProcessStartInfo("jupyter", arguments);
        start.Environment["JUPYTER_PATH"] = Path.Combine(prefix, "share", "jupyter");
        // So that no kernel of the user's goes before the one installed here, and nothing is written to his folders.
        start.Environment["JUPYTER_DATA_DIR"] = Path.Combine(prefix, "data");
        start.Environment["JUPYTER_CONFIG_DIR"] = Path.Combine(prefix, "config");
        start.Environment["JUPYTER_RUNTIME_DIR"] = Path.Combine(prefix, "runtime");
        start.Environment["IPYTHONDIR"] = Path.Combine(prefix, "ipython");
        return OtherProgram.RunAsync(start);
    }
}
