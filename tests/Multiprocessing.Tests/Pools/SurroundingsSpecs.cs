using System.Globalization;
using Multiprocessing.Tests.Windows;
using Xunit;

namespace Multiprocessing.Tests.Pools;

/// <summary>Changes this process's working directory, so it runs beside no other.</summary>
[Collection(CapturedConsole.Collection)]
public class SurroundingsSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task A_worker_has_the_callers_culture_folder_and_environment()
    {
        Assert.SkipWhen(Wine.IsHere, Wine.NoCultures);
        CultureInfo before = CultureInfo.CurrentCulture;
        string folder = Environment.CurrentDirectory;
        DirectoryInfo other = Directory.CreateTempSubdirectory("mp-specs-");
        Environment.SetEnvironmentVariable("MP_SPECS", "from the parent");
        await using var pool = new ProcessPool(1);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Environment.CurrentDirectory = other.FullName;
            string seen = pool.Run(() =>
                $"{1.5:F1} {Environment.CurrentDirectory} {Environment.GetEnvironmentVariable("MP_SPECS")}"
            );
            Assert.Equal($"1,5 {other.FullName} from the parent", seen);
        }
        finally
        {
            Environment.CurrentDirectory = folder;
            CultureInfo.CurrentCulture = before;
            other.Delete(recursive: true);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_working_directory_that_was_deleted_disturbs_no_call()
    {
        Assert.SkipWhen(
            OperatingSystem.IsWindows(),
            "Windows keeps a folder that a process is in."
        );
        string folder = Environment.CurrentDirectory;
        await using var pool = new ProcessPool(1);
        DirectoryInfo gone = Directory.CreateTempSubdirectory("mp-specs-");
        try
        {
            Environment.CurrentDirectory = gone.FullName;
            Assert.Equal(1, pool.Run(() => 1));
            gone.Delete();
            Assert.Equal(2, pool.Run(() => 2));
        }
        finally
        {
            Environment.CurrentDirectory = folder;
        }

        Assert.Equal(folder, pool.Run(() => Environment.CurrentDirectory));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_invariant_culture_that_somebody_has_changed_is_the_workers_too()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo userInterface = CultureInfo.CurrentUICulture;
        await using var pool = new ProcessPool(1);
        try
        {
            var changed = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            changed.NumberFormat.NumberDecimalSeparator = "#";
            CultureInfo.CurrentCulture = CultureInfo.ReadOnly(changed);
            CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
            Assert.Equal("1#5", pool.Run(() => $"{1.5}"));
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            Assert.Equal("1.5", pool.Run(() => $"{1.5}"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
            CultureInfo.CurrentUICulture = userInterface;
        }
    }
}
