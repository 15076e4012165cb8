using System.Reactive.Disposables;
using System.Threading.Channels;
using Microsoft.DotNet.Interactive.Utility;
using Multiprocessing.Lab.Execution.CSharp.Help;
using Multiprocessing.Lab.Execution.CSharp.Output;
using Multiprocessing.Lab.Execution.Packages;
using Multiprocessing.Lab.Execution.Sessions;
using StreamJsonRpc;

namespace Multiprocessing.Lab.Execution.CSharp;

/// <summary>The session's own side: serves its front until the front ends it, or ends.</summary>
internal sealed class SessionHost
{
    private readonly JsonRpc _calls;
    private readonly OutputQueue _output;
    private readonly InputRequests _input;
    private readonly CellRunner _runner;
    private readonly CSharpEngine _engine;
    private readonly EndMark _mark;
    private readonly Channel<CellRequest> _cells = Channel.CreateUnbounded<CellRequest>();

    private SessionHost(CSharpEngine engine, Stream stream, string markKey)
    {
        _engine = engine;
        _mark = new(markKey);
        _calls = SessionCalls.Over(stream);
        _output = new(new EventSender(_calls).Send);
        _input = new(_output);
        _runner = new(engine, new PackageDirectives(engine.Folder), _output, Ask);
    }

    /// <param name="address">Where the front listens.</param>
    /// <param name="markKey">What marks the end of a cell on the standard streams.</param>
    public static async Task<int> RunAsync(string address, string markKey)
    {
        // The kernel puts its own writers in place of the process's.
        var error = Console.Error;
        // First, as they take longest.
        _ = WarmUp.RunAsync();
        using var engine = new CSharpEngine(Directory.GetCurrentDirectory());
        ProcessFamily.Begin();
        Stream stream;
        Stream lifeline;
        try
        {
            stream = SessionLink.Connect(address, out lifeline);
        }
        catch (IOException e)
        {
            error.WriteLine($"mplab: this session cannot reach its front. {e.Message}");
            return 1;
        }
        new Thread(() => EndWithFront(lifeline)) { IsBackground = true, Name = "lifeline" }.Start();
        await new SessionHost(engine, stream, markKey).ServeAsync().ConfigureAwait(false);
        return 0;
    }

    private async Task ServeAsync()
    {
        var shown = new KernelOutput(_engine.Root, _output);
        using var events = shown.Attach();
        PackageFormatters.Register();
        new KernelInput(_input).Serve(_engine.Root);
        // The kernel puts its own writers in place when a first cell begins, and takes them back when the last one ends.
        // With this it has begun for good, and the ones below stay: they know the cell also of text that comes late.
        using var begun = ConsoleOutput.Subscribe(_ => Disposable.Empty);
        Console.SetOut(new SessionConsole(_output, "stdout"));
        Console.SetError(new SessionConsole(_output, "stderr"));
        Console.SetIn(new SessionInput(_input));
        CellDisplay.Target = shown;
        CellFunctions.Input = _input;
        // How a library shows a value and replaces it without knowing its host: Multiprocessing's progress bar does.
        AppContext.SetData(
            "Multiprocessing.Display",
            (Func<object, string[], Action<object>>)(
                (value, mimeTypes) => CellDisplay.Show(value, mimeTypes).Update
            )
        );
        // However the process ends, if it can still speak it says all.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => _output.End();

        _calls.AddLocalRpcMethod(
            SessionCalls.Execute,
            (Action<CellRequest>)(cell => _cells.Writer.TryWrite(cell))
        );
        _calls.AddLocalRpcMethod(SessionCalls.Interrupt, (Action<int>)Stop);
        using var help = new EditorHelp(_engine);
        Offer(help);
        _calls.AddLocalRpcMethod(SessionCalls.Answer, (Action<int, string?>)_input.Answer);
        _calls.AddLocalRpcMethod(SessionCalls.ShutDown, (Action)ShutDown);
        _calls.StartListening();

        _output.Add(new SessionConnected());
        _ = TellReadyAsync();
        await foreach (var cell in _cells.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            var status = await _runner.RunAsync(cell).ConfigureAwait(false);
            _mark.Write();
            _output.Add(new CellEnded(status));
        }
    }

    private void Offer(EditorHelp help)
    {
        // On threads of the pool: what takes long must not hold up the calls behind it.
        _calls.AddLocalRpcMethod(
            SessionCalls.Complete,
            (Func<string, int, CancellationToken, Task<Completions>>)(
                (code, cursor, stopped) =>
                    Task.Run(() => help.CompleteAsync(code, cursor, stopped), stopped)
            )
        );
        _calls.AddLocalRpcMethod(
            SessionCalls.Inspect,
            (Func<string, int, int, CancellationToken, Task<Inspection>>)(
                (code, cursor, detail, stopped) =>
                    Task.Run(() => help.InspectAsync(code, cursor, detail, stopped), stopped)
            )
        );
        _calls.AddLocalRpcMethod(
            SessionCalls.CheckCompleteness,
            (Func<string, Task<Completeness>>)(code => Task.Run(() => help.CheckCompleteness(code)))
        );
    }

    private void Stop(int cell)
    {
        _runner.Stop(cell);
        _input.Cancel();
    }

    /// <summary>What the session itself asks on a cell's behalf, outside the cell's own code.</summary>
    private string? Ask(string prompt, bool isPassword)
    {
        var answer = _input.AskAsync(prompt, isPassword);
        // A stop that came before the question was there did not find it.
        if (_runner.IsStopped)
            _input.Cancel();
        return answer.GetAwaiter().GetResult();
    }

    private async Task TellReadyAsync()
    {
        await _engine.Prepared.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _output.Add(new SessionReady());
    }

    /// <remarks>As a program ends: what it started as its own may finish, and exit handlers run.</remarks>
    private static void ShutDown() =>
        new Thread(() => Environment.Exit(0)) { Name = "shut down" }.Start();

    /// <remarks>On a thread of its own, which no cell can starve.</remarks>
    private static void EndWithFront(Stream lifeline)
    {
        try
        {
            _ = lifeline.Read(new byte[1]);
        }
        catch (IOException)
        {
            // A broken line is an ended one.
        }
        ProcessFamily.EndOwn();
    }
}
