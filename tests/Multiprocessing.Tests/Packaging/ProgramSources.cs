namespace Multiprocessing.Tests.Packaging;

/// <summary>The programs that are published, and what they must say.</summary>
internal static class ProgramSources
{
    /// <summary>What the C# program says, line by line.</summary>
    public static string[] Expected { get; } =
    [
        "1,4,9",
        "Item { Name = ten, Number = 10 }",
        "another process: True",
        "workers of a worker: 11,12",
        "thrown: boom",
        "sees hooks: , , worker mark: , ",
        "children see: ",
        "same configuration: True",
        "same in a worker's worker: True",
        "sorted: AB_ab AB_ab",
        "collector for servers: False",
        "chosen collector: True 2 False",
        "exit code: 3",
    ];

    public const string CSharp = """
        using System.Diagnostics;
        using System.Runtime;
        using System.Runtime.InteropServices;
        using System.Text.RegularExpressions;
        using Multiprocessing;

        if (Environment.GetEnvironmentVariable("ENTRY") is not null || args.Contains("--entry"))
        {
            WorkerProcess.RunIfWorker();
        }

        if (args.Contains("--remove"))
        {
            using (ProcessPool.InProcess()) { } // the library is loaded by then
            File.Delete(Environment.ProcessPath!);
        }

        switch (Environment.GetEnvironmentVariable("FIRST"))
        {
            case "process":
                using (var first = new WorkerProcess(() => { }))
                {
                    first.Start();
                    first.Join();
                }

                break;
            case "call":
                WorkerProcess.RunAsync(() => 1).GetAwaiter().GetResult();
                break;
        }

        AppContext.SetSwitch("Set.Late", true);
        AppContext.SetData("Of.Caller", "at run time");
        AppDomain.CurrentDomain.SetData("REGEX_DEFAULT_MATCH_TIMEOUT", TimeSpan.FromSeconds(3));
        int ten = 10;
        Func<string> configuration = () =>
        {
            AppContext.TryGetSwitch("Set.Late", out bool late);
            AppContext.TryGetSwitch("System.Diagnostics.Tracing.EventSource.IsSupported", out bool events);
            bool hasSource = new System.Diagnostics.Tracing.EventSource("Some").ConstructionException is null;
            return $"{AppContext.GetData("Of.Program")} {late} {AppContext.GetData("Of.Caller")} {events} {hasSource} "
                + $"{new Regex("a").MatchTimeout} {GC.GetConfigurationVariables()["RetainVM"]}";
        };
        Func<string[], string> sorted = words =>
        {
            Array.Sort(words);
            return string.Concat(words);
        };
        string[] words = ["b", "A", "a", "B", "_"];
        using (var pool = new ProcessPool(2))
        {
            Console.WriteLine(string.Join(",", pool.Map(n => n * n, [1, 2, 3])));
            Console.WriteLine(pool.Run(() => new Item("ten", ten).ToString()));
            Console.WriteLine($"another process: {pool.Run(() => Environment.ProcessId) != Environment.ProcessId}");
            Console.WriteLine("workers of a worker: " + pool.Run(() =>
            {
                using var inner = new ProcessPool(1);
                return string.Join(",", inner.Map(n => n + ten, [1, 2]));
            }));
            try
            {
                pool.Run(() => { throw new InvalidOperationException("boom"); });
            }
            catch (InvalidOperationException e)
            {
                Console.WriteLine($"thrown: {e.Message}");
            }

            Console.WriteLine(pool.Run(() =>
                $"sees hooks: {Environment.GetEnvironmentVariable("DOTNET_STARTUP_HOOKS")}, {Native.Variable("DOTNET_STARTUP_HOOKS")}, "
                + $"worker mark: {Environment.GetEnvironmentVariable("MULTIPROCESSING_WORKER")}, {Native.Variable("MULTIPROCESSING_WORKER")}"));
            Console.WriteLine("children see: " + pool.Run(() =>
            {
                var start = new ProcessStartInfo("sh", ["-c", "env | grep -E '^(DOTNET_(STARTUP|gc|GC)|MULTIPROCESSING_WORKER)' | tr '\\n' ' '"]);
                start.RedirectStandardOutput = true;
                return Process.Start(start)!.StandardOutput.ReadToEnd();
            }));
            Console.WriteLine($"same configuration: {configuration() == pool.Run(configuration)}");
            Console.WriteLine("same in a worker's worker: " + (configuration() == pool.Run(() =>
            {
                using var inner = new ProcessPool(1);
                return inner.Run(configuration);
            })));
            Console.WriteLine($"sorted: {sorted(words)} {pool.Map(sorted, [words])[0]}");
            Console.WriteLine($"collector for servers: {pool.Run(() => GCSettings.IsServerGC)}");
        }

        using (var pool = new ProcessPool(new PoolOptions { Workers = 1, ThreadsPerWorker = 2, ServerGC = true, GCHeapCount = 2 }))
        {
            Console.WriteLine("chosen collector: " + pool.Run(() =>
                $"{GCSettings.IsServerGC} {GC.GetConfigurationVariables()["HeapCount"]} {Environment.GetEnvironmentVariable("DOTNET_gcServer") is not null}"));
        }

        using (var process = new WorkerProcess(() => Environment.Exit(3)))
        {
            process.Start();
            process.Join();
            Console.WriteLine($"exit code: {process.ExitCode}");
        }

        record Item(string Name, int Number);

        static class Native
        {
            public static string? Variable(string name) => Marshal.PtrToStringUTF8(getenv(name));

            [DllImport("libc")]
            private static extern nint getenv(string name);
        }
        """;

    public const string FSharp = """
        open System
        open Multiprocessing

        [<EntryPoint>]
        let main _ =
            use pool = new ProcessPool(Nullable 2)
            let offset = 1
            let squares = pool.Map(Func<int, int>(fun n -> n * n + offset), [ 1; 2; 3 ])
            Console.WriteLine(String.Join(",", squares))
            0
        """;

    public const string VisualBasic = """
        Imports System
        Imports Multiprocessing

        Module Program
            Sub Main()
                Using pool As New ProcessPool(2)
                    Dim offset = 1
                    Dim squares = pool.Map(Function(n As Integer) n * n + offset, {1, 2, 3})
                    Console.WriteLine(String.Join(",", squares))
                End Using
            End Sub
        End Module
        """;
}
