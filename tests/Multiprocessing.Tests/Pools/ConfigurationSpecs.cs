using System.Runtime;
using System.Text.RegularExpressions;
using Multiprocessing.Links;
using Multiprocessing.Platform;
using Xunit;

namespace Multiprocessing.Tests.Pools;

/// <summary>
/// Workers run under their program's runtime configuration. The program is a worker here, so that what is set in it is gone with it.
/// </summary>
public class ConfigurationSpecs
{
    private const string Switch = "Multiprocessing.Tests.Switch";
    private const string Data = "Multiprocessing.Tests.Data";

    [Fact(Timeout = 60_000)]
    public async Task Switches_set_before_a_worker_starts_are_set_in_it_and_in_its_workers()
    {
        await using var program = new ProcessPool(1);
        Assert.Equal(
            "True True, then False False",
            await program.RunAsync(() =>
            {
                AppContext.SetSwitch(Switch, true);
                string before = SwitchInWorkers();
                AppContext.SetSwitch(Switch, false);
                return $"{before}, then {SwitchInWorkers()}";
            })
        );
    }

    [Theory(Timeout = 60_000)]
    [InlineData("text")]
    [InlineData("")]
    [InlineData("\"quoted\" \\ {}, \u0001\t\r\n Ελληνικά 日本 \U0001F600")]
    public async Task Properties_arrive_as_they_are(string value)
    {
        await using var program = new ProcessPool(1);
        Assert.Equal(
            value,
            await program.RunAsync(() =>
            {
                AppContext.SetData(Data, value);
                using var pool = new ProcessPool(1);
                return (string?)pool.Run(() => AppContext.GetData(Data));
            })
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task Properties_that_are_no_texts_arrive_too_and_what_is_no_setting_stays()
    {
        await using var program = new ProcessPool(1);
        Assert.Equal(
            "00:00:03 7 8000000000 0.5 none",
            await program.RunAsync(() =>
            {
                AppContext.SetData("REGEX_DEFAULT_MATCH_TIMEOUT", TimeSpan.FromSeconds(3));
                AppContext.SetData("Number", 7);
                AppContext.SetData("Long", 8_000_000_000);
                AppContext.SetData("Half", 0.5);
                AppContext.SetData("Object", new object());
                using var pool = new ProcessPool(1);
                return pool.Run(() =>
                    FormattableString.Invariant(
                        $"{new Regex("a").MatchTimeout} {AppContext.GetData("Number")} {AppContext.GetData("Long")} {AppContext.GetData("Half")} {AppContext.GetData("Object") ?? "none"}"
                    )
                );
            })
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task What_the_runtime_reads_before_any_code_runs_arrives_too()
    {
        await using var program = new ProcessPool(1);
        Assert.Equal(
            "AB_ab True",
            await program.RunAsync(() =>
            {
                // As if they stood in runtimeconfig.json; here it is too late for them.
                AppContext.SetData("System.Globalization.Invariant", "true");
                AppContext.SetData("System.GC.RetainVM", "true");
                using var pool = new ProcessPool(1);
                return pool.Run(() =>
                {
                    string[] words = ["b", "A", "a", "B", "_"];
                    Array.Sort(words);
                    return $"{string.Concat(words)} {GC.GetConfigurationVariables()["RetainVM"]}";
                });
            })
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task The_kind_of_collector_and_its_number_of_heaps_are_the_pools_to_choose()
    {
        await using var program = new ProcessPool(1);
        Assert.Equal(
            "False, True 2",
            await program.RunAsync(() =>
            {
                AppContext.SetData("System.GC.Server", "true");
                AppContext.SetData("System.GC.HeapCount", "2");
                var two = new PoolOptions { Workers = 1, ThreadsPerWorker = 2 };
                using var usual = new ProcessPool(two);
                using var chosen = new ProcessPool(two with { ServerGC = true, GCHeapCount = 2 });
                return $"{usual.Run(() => GCSettings.IsServerGC)}, "
                    + chosen.Run(() =>
                        $"{GCSettings.IsServerGC} {GC.GetConfigurationVariables()["HeapCount"]}"
                    );
            })
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task What_chose_the_collector_is_not_inherited_by_processes_that_a_worker_starts()
    {
        await using var pool = new ProcessPool(
            new PoolOptions
            {
                Workers = 1,
                ThreadsPerWorker = 2,
                ServerGC = true,
                EnvironmentVariables = new Dictionary<string, string?>
                {
                    ["DOTNET_GCHeapCount"] = "5",
                },
            }
        );
        Assert.Equal(
            "none 5",
            await pool.RunAsync(() =>
                $"{Environment.GetEnvironmentVariable("DOTNET_gcServer") ?? "none"} {Environment.GetEnvironmentVariable("DOTNET_GCHeapCount")}"
            )
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_ICU_workers_of_a_program_with_invariant_globalization_start()
    {
        await using var program = new ProcessPool(1);
        Assert.Equal(
            "1 2",
            await program.RunAsync(() =>
            {
                // No such version is installed.
                Environment.SetEnvironmentVariable("CLR_ICU_VERSION_OVERRIDE", "9.9");
                AppContext.SetData("System.Globalization.Invariant", "true");
                using var byProperty = new ProcessPool(1);
                int one = byProperty.Run(() =>
                {
                    int[] numbers = [2, 1];
                    string[] texts = ["b", "a"];
                    Array.Sort(texts, numbers); // by the culture
                    return numbers[0];
                });
                Environment.SetEnvironmentVariable("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1");
                using var byVariable = new ProcessPool(1);
                return $"{one} {byVariable.Run(() => 2)}";
            })
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task No_file_is_left_of_a_worker_that_started_under_a_configuration_of_its_own()
    {
        await using var program = new ProcessPool(1);
        (string[] started, string[] killed) = await program.RunAsync(() =>
        {
            AppContext.SetSwitch(Switch, true);
            var seen = new HashSet<string>(ConfigurationFiles());
            using (var pool = new ProcessPool(2))
            {
                pool.Map(n => n, [1, 2]);
            }

            string[] started = [.. ConfigurationFiles().Except(seen)];
            for (int i = 0; i < 5; i++)
            {
                using var process = new WorkerProcess(() => { });
                process.Start();
                process.Kill();
                process.Join();
            }

            return (started, (string[])[.. ConfigurationFiles().Except(seen)]);
        });
        // Other specs start workers meanwhile.
        Assert.True(
            await Harness.Eventually(
                () => !started.Concat(killed).Any(File.Exists),
                TimeSpan.FromSeconds(10)
            )
        );
    }

    [Fact]
    public void A_program_with_a_usual_configuration_needs_no_file()
    {
        Assert.Null(RuntimeConfiguration.Unusual([]));
        Assert.Null(
            RuntimeConfiguration.Unusual([
                new("System.Reflection.Metadata.MetadataUpdater.IsSupported", "false"),
            ])
        );
        Assert.NotNull(RuntimeConfiguration.Unusual([new(Switch, true)]));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(2, false)]
    public void Heaps_without_a_collector_that_has_them_are_refused(int heaps, bool server)
    {
        var options = new PoolOptions { ServerGC = server, GCHeapCount = heaps };
        var e = Assert.ThrowsAny<ArgumentException>(() => new ProcessPool(options));
        Assert.Equal("GCHeapCount", e.ParamName);
    }

    private static string SwitchInWorkers()
    {
        using var pool = new ProcessPool(1);
        return pool.Run(() =>
        {
            AppContext.TryGetSwitch(Switch, out bool here);
            using var inner = new ProcessPool(1);
            return $"{here} {inner.Run(() => AppContext.TryGetSwitch(Switch, out bool there) && there)}";
        });
    }

    private static string[] ConfigurationFiles() =>
        Directory.GetFiles(Path.GetDirectoryName(SharedFile.NewPath())!, "mp-*.json");
}
