using Microsoft.Extensions.Logging;
using Multiprocessing.Links;
using Multiprocessing.Platform;
using Multiprocessing.Tests.Cells;
using Xunit;

namespace Multiprocessing.Tests.Insight;

public class LoggingSpecs
{
    private const string LoggingAssembly = "Microsoft.Extensions.Logging.Abstractions";

    private readonly RecordingLogger _log = new();

    private PoolOptions Options =>
        new()
        {
            Workers = 1,
            Name = "logged",
            Logger = _log,
        };

    [Fact(Timeout = 60_000)]
    public async Task A_worker_that_comes_and_goes_is_a_detail()
    {
        int worker;
        await using (var pool = new ProcessPool(Options))
        {
            worker = pool.Run(() => Environment.ProcessId);
            pool.Close();
            pool.Join();
        }

        Assert.Equal(
            [
                (LogLevel.Debug, 1, $"logged: worker {worker} is up."),
                (LogLevel.Debug, 2, $"logged: worker {worker} has ended, exit code 0."),
            ],
            _log.Lines
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_that_dies_and_its_item_that_runs_again_are_warnings()
    {
        await Task.Yield();
        using var pool = new ProcessPool(Options);
        string mark = Path.GetTempFileName();
        int first = pool.Run(() => Environment.ProcessId);
        pool.Map(
            n =>
            {
                if (n == 2 && File.Exists(mark))
                {
                    File.Delete(mark);
                    Environment.Exit(7);
                }

                return n;
            },
            [0, 1, 2, 3],
            options: new MapOptions { Retries = 1 }
        );
        Assert.Equal(
            [
                (
                    LogLevel.Warning,
                    3,
                    $"logged: worker {first} died, exit code 7. Another takes its place: True."
                ),
                (
                    LogLevel.Warning,
                    5,
                    $"logged: item 2 runs again, since worker {first} died while it ran it."
                ),
            ],
            _log.Lines.Where(line => line.Level > LogLevel.Debug)
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task An_initializer_that_fails_is_an_error()
    {
        await Task.Yield();
        using var pool = new ProcessPool(
            Options with
            {
                Initializer = () => throw new InvalidOperationException("no licence"),
            }
        );
        Assert.Throws<InvalidOperationException>(() => pool.Run(() => 1));
        Assert.Contains(
            (LogLevel.Error, 4, "logged: a worker did not become ready. no licence"),
            _log.Lines
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task A_stranger_at_a_workers_endpoint_is_turned_away_with_a_reason()
    {
        using var endpoint = new LocalEndpoint();
        List<string> refused = [];
        Task<LocalSocket?> worker = Task.Run(() => endpoint.Accept(() => false, refused.Add));
        using (LocalSocket stranger = LocalSocket.Connect(endpoint.Address))
        using (LocalSocket real = LocalSocket.Connect(endpoint.Address))
        {
            stranger.Send(new byte[LocalEndpoint.SecretLength]);
            Assert.Equal(0, stranger.Receive(new byte[1]));
            real.Send(endpoint.WorkerSecret);
            using LocalSocket? accepted = await worker;
            Assert.NotNull(accepted);
        }

        Assert.Equal(["its secret is wrong"], refused);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_logger_that_throws_costs_the_pool_nothing()
    {
        await Task.Yield();
        using var pool = new ProcessPool(Options with { Logger = new BrokenLogger() });
        Assert.Throws<WorkerDiedException>(() => pool.Run(() => Environment.Exit(1)));
        Assert.Equal([1, 2], pool.Map(n => n, [1, 2]));
    }

    [Fact(Timeout = 60_000)]
    public async Task Workers_never_load_the_logging_package()
    {
        await Task.Yield();
        using var pool = new ProcessPool(Options);
        Assert.DoesNotContain(
            LoggingAssembly,
            pool.Run(() =>
                AppDomain.CurrentDomain.GetAssemblies().Select(a => a.GetName().Name).ToArray()
            )
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task A_program_that_gives_no_logger_never_loads_the_logging_package()
    {
        await using WorkerProcess program = WorkerProcess.StartNew(() =>
        {
            var options = new PoolOptions { Workers = 1 };
            using var pool = new ProcessPool(options with { Name = "quiet" });
            pool.Map(n => n, [1, 2], options: new MapOptions { Timeline = new Timeline() });
            try
            {
                pool.Run(() => Environment.Exit(1));
            }
            catch (WorkerDiedException) { }

            Environment.ExitCode = AppDomain
                .CurrentDomain.GetAssemblies()
                .Any(assembly => assembly.GetName().Name == LoggingAssembly)
                ? 1
                : 0;
        });
        await program.JoinAsync();
        Assert.Equal(0, program.ExitCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cell_gives_options_without_a_logger_and_knows_of_no_logging()
    {
        var session = new CellSession();
        int[] squares = await session.Run<int[]>(
            """
            var options = new PoolOptions { Workers = 1, Name = "of a cell" };
            var own = new ProcessPool(options with { IdleTimeout = TimeSpan.FromMinutes(1) });
            var squares = own.Map(n => n * n, [1, 2, 3]);
            own.Dispose();
            squares
            """
        );
        Assert.Equal([1, 4, 9], squares);
    }

    private sealed class BrokenLogger : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => throw new InvalidOperationException("the disk is full");
    }
}
