using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace Multiprocessing.Lab.Execution.CSharp;

/// <summary>How a stretch of C# ended: with a value, or with an error, or stopped.</summary>
internal sealed record CSharpOutcome(CellStatus Status, object? Value, ErrorRaised? Error)
{
    public static readonly CSharpOutcome Stopped = new(CellStatus.Stopped, null, null);
}

/// <summary>Compiles and runs cells one after the other, each seeing what the earlier ones declared.</summary>
internal sealed class CSharpEngine
{
    private ScriptOptions _options;
    private ScriptState<object?>? _state;
    private volatile Running? _running;

    /// <param name="folder">What <c>#r</c> and <c>#load</c> paths are relative to.</param>
    public CSharpEngine(string folder)
    {
        Folder = folder;
        // Debug is the default and stays: locals and stack traces are as the user wrote them, as in .NET Interactive.
        _options = ScriptOptions
            .Default.WithReferences(References.New())
            .WithImports(
                "System",
                "System.Text",
                "System.Collections",
                "System.Collections.Generic",
                "System.Threading.Tasks",
                "System.Linq",
                typeof(Kernel).FullName!
            )
            .WithMetadataResolver(
                ScriptMetadataResolver.Default.WithBaseDirectory(folder).WithSearchPaths(folder)
            )
            .WithSourceResolver(
                ScriptSourceResolver.Default.WithBaseDirectory(folder).WithSearchPaths(folder)
            )
            .WithEmitDebugInformation(true)
            .WithFileEncoding(Encoding.UTF8)
            .WithAllowUnsafe(true);
    }

    /// <summary>What relative paths in cells are relative to.</summary>
    public string Folder { get; }

    /// <summary>The variables cells have declared; of several with one name the last.</summary>
    public IEnumerable<ScriptVariable> Variables =>
        (_state?.Variables ?? []).GroupBy(v => v.Name).Select(group => group.Last());

    /// <summary>What the next cell is compiled upon. Of a cell that runs nothing is in it yet.</summary>
    public (Script? Last, ScriptOptions Options) Context => (_state?.Script, _options);

    public void AddReferences(IEnumerable<string> paths) =>
        _options = _options.AddReferences(paths.Select(p => MetadataReference.CreateFromFile(p)));

    /// <summary>Stops what runs, if it is what is to be stopped: by now it may be the cell after that.</summary>
    public void Stop()
    {
        if (_running is { } running && running.IsStopped())
            running.Threads.Stop();
    }

    /// <summary>Runs what nobody stops.</summary>
    public Task<CSharpOutcome> RunAsync(string name, string code) =>
        RunAsync(name, code, () => false);

    /// <param name="name">What messages call the code: a cell's name, or the path of a file.</param>
    /// <param name="code">C#.</param>
    /// <param name="isStopped">Whether it is not to begin any more.</param>
    public async Task<CSharpOutcome> RunAsync(string name, string code, Func<bool> isStopped)
    {
        // The path gives compiler messages and stack traces the code's name, and #r its folder.
        var options = _options.WithFilePath(Path.Combine(Folder, name));
        Script<object?> script = _state is null
            ? CSharpScript.Create<object?>(code, options)
            : _state.Script.ContinueWith<object?>(code, options);

        var errors = script
            .Compile()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .ToList();
        return errors.Count > 0
            ? new(CellStatus.Failed, null, ErrorText.OfCompiler(errors))
            : await RunAsync(script, isStopped).ConfigureAwait(false);
    }

    /// <summary>Declares a variable, as if a cell had.</summary>
    /// <param name="name">A C# name.</param>
    /// <param name="type">Its type, as C# writes it.</param>
    /// <param name="value">Of that type.</param>
    public async Task<CSharpOutcome> DeclareAsync(string name, string type, object? value)
    {
        var outcome = await RunAsync($"declaration of {name}", $"{type} @{name} = default;")
            .ConfigureAwait(false);
        if (outcome.Status == CellStatus.Succeeded)
            Variables.Single(variable => variable.Name == name).Value = value;
        return outcome;
    }

    private async Task<CSharpOutcome> RunAsync(Script<object?> script, Func<bool> isStopped)
    {
        var threads = new CellThreads();
        var ran = new TaskCompletionSource<ScriptState<object?>>(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        _running = new(threads, isStopped);
        // Only now: a stop that comes from here on finds the threads.
        if (isStopped())
            return CSharpOutcome.Stopped;
        try
        {
            threads.Post(_ => _ = RunOnThisThread(script, _state, ran), null);
            await Task.WhenAny(ran.Task, threads.Stopped).ConfigureAwait(false);
            if (ran.Task.IsCompletedSuccessfully)
                _state = await ran.Task.ConfigureAwait(false);
            if (threads.IsStopping)
                return CSharpOutcome.Stopped;
            var exception = ran.Task.Exception?.InnerException ?? _state?.Exception;
            return exception is null
                ? new(CellStatus.Succeeded, _state?.ReturnValue, null)
                : new(CellStatus.Failed, null, ErrorText.OfException(exception));
        }
        finally
        {
            _running = null;
            threads.End();
        }
    }

    private static async Task RunOnThisThread(
        Script<object?> script,
        ScriptState<object?>? previous,
        TaskCompletionSource<ScriptState<object?>> ran
    )
    {
        try
        {
            // A failed cell keeps what it had declared before it failed.
            var state = previous is null
                ? await script.RunAsync(null, _ => true).ConfigureAwait(false)
                : await script.RunFromAsync(previous, _ => true).ConfigureAwait(false);
            ran.TrySetResult(state);
        }
        catch (Exception e)
        {
            // An abort that struck outside the cell's own code.
            ran.TrySetException(e);
        }
    }

    private sealed record Running(CellThreads Threads, Func<bool> IsStopped);
}
