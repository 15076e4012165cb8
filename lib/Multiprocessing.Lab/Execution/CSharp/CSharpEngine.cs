using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;
using Multiprocessing.Lab.Execution.CSharp.Errors;
using Multiprocessing.Lab.Execution.CSharp.Output;

namespace Multiprocessing.Lab.Execution.CSharp;

/// <summary>
/// Compiles and runs cells one after the other on .NET Interactive's C# kernel, each seeing what the earlier ones
/// declared. This class is all that knows how that kernel runs a cell: what replaces the kernel one day replaces this.
/// </summary>
internal sealed class CSharpEngine : IDisposable
{
    private readonly CompositeKernel _root = new();
    private readonly CSharpKernel _kernel;
    private readonly List<string> _added = [];
    private readonly ScriptMetadataResolver _references;
    private readonly ScriptSourceResolver _sources;

    /// <summary>Which cell a command runs; also of those that were stopped before the kernel came to them.</summary>
    private readonly ConditionalWeakTable<KernelCommand, CellRun> _cells = new();
    private volatile CellRun? _running;

    /// <param name="folder">What <c>#r</c> and <c>#load</c> paths are relative to.</param>
    public CSharpEngine(string folder)
    {
        Folder = folder;
        _references = ScriptMetadataResolver
            .Default.WithBaseDirectory(folder)
            .WithSearchPaths(folder);
        _sources = ScriptSourceResolver.Default.WithBaseDirectory(folder).WithSearchPaths(folder);
        KernelInternals.UseLightLanguageServices();
        _kernel = new CSharpKernel();
        ref var options = ref KernelInternals.OptionsOf(_kernel);
        // Debug is the default and stays: locals and stack traces are as the user wrote them, as in .NET Interactive.
        options = options
            .WithReferences(References.New())
            .AddReferences(References.Interactive)
            .WithEmitDebugInformation(true)
            .WithFileEncoding(Encoding.UTF8)
            .WithAllowUnsafe(true);
        _root.Add(_kernel, ["C#", "c#", "cs"]);
        _root.Add(new HtmlKernel());
        _root.Add(new JavaScriptKernel(), ["js"]);
        _kernel.UseValueSharing();
        _kernel.AddMiddleware(RunAsCellAsync);
        Prepared = PrepareAsync();
    }

    /// <summary>What relative paths in cells are relative to.</summary>
    public string Folder { get; }

    /// <summary>Completes when a cell would begin to run at once.</summary>
    public Task Prepared { get; }

    /// <summary>What cells reach as <c>Kernel.Root</c>.</summary>
    public CompositeKernel Root => _root;

    /// <summary>The variables cells have declared; of several with one name the last.</summary>
    public IEnumerable<ScriptVariable> Variables =>
        (_kernel.ScriptState?.Variables ?? []).GroupBy(v => v.Name).Select(group => group.Last());

    /// <summary>What the next cell is compiled upon. Of a cell that runs nothing is in it yet.</summary>
    public (Script? Last, IReadOnlyList<string> AddedReferences) Context
    {
        get
        {
            lock (_added)
                return (_kernel.ScriptState?.Script, [.. _added]);
        }
    }

    /// <summary>How the next cell is compiled.</summary>
    public ScriptOptions Options => KernelInternals.OptionsOf(_kernel);

    /// <param name="paths">Assemblies. Of those that are this program's own, its own copy stays.</param>
    public void AddReferences(IEnumerable<string> paths)
    {
        var own = References
            .Interactive.Select(assembly => Path.GetFileName(assembly.Location))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var added = paths.Where(path => !own.Contains(Path.GetFileName(path))).ToList();
        _kernel.AddAssemblyReferences(added);
        lock (_added)
            _added.AddRange(added);
    }

    /// <summary>Stops what runs, if it is what is to be stopped: by now it may be the cell after that.</summary>
    public void Stop()
    {
        if (_running is { } running && running.IsStopped())
            running.Stop();
    }

    /// <summary>Runs what nobody stops.</summary>
    public Task<CSharpOutcome> RunAsync(string name, string code) =>
        RunAsync(name, code, () => false);

    /// <param name="name">What messages call the code: a cell's name, or the path of a file.</param>
    /// <param name="code">C#.</param>
    /// <param name="isStopped">Whether it is not to begin any more.</param>
    public async Task<CSharpOutcome> RunAsync(string name, string code, Func<bool> isStopped)
    {
        await Prepared.ConfigureAwait(false);
        var running = new CellRun(new SubmitCode(code, _kernel.Name), isStopped);
        _cells.Add(running.Command, running);
        _running = running;
        try
        {
            // Only now: a stop that comes from here on finds the cell.
            if (isStopped())
                return CSharpOutcome.Stopped;
            var before = _kernel.ScriptState;
            SetName(name);
            var sent = _root.SendAsync(running.Command);
            await Task.WhenAny(sent, running.Stopped).ConfigureAwait(false);
            return running.IsStopping
                ? CSharpOutcome.Stopped
                : Outcome(await sent.ConfigureAwait(false), running.Command, before);
        }
        finally
        {
            _running = null;
            running.End();
        }
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

    public void Dispose() => _root.Dispose();

    /// <summary>The path gives compiler messages and stack traces the code's name, and <c>#r</c> its folder.</summary>
    private void SetName(string name)
    {
        ref var options = ref KernelInternals.OptionsOf(_kernel);
        options = options
            .WithFilePath(Path.Combine(Folder, name))
            // The kernel's own remember which files were missing, also once they are there.
            .WithMetadataResolver(_references)
            .WithSourceResolver(_sources);
    }

    /// <summary>
    /// Brings the names that cells use without a <c>using</c>, and has the compiler and the formatters compiled
    /// themselves, which would take a second of the first cell's time.
    /// </summary>
    /// <remarks>On a thread of its own: with one core the pool has but one, which the front's calls need.</remarks>
    private Task PrepareAsync() =>
        Task
            .Factory.StartNew(
                async () =>
                {
                    var prelude = new SubmitCode(References.Prelude, _kernel.Name);
                    var result = await _root.SendAsync(prelude).ConfigureAwait(false);
                    if (result.Events.OfType<CommandFailed>().FirstOrDefault() is { } failed)
                        throw new InvalidOperationException(failed.Message, failed.Exception);
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            )
            .Unwrap();

    private async Task RunAsCellAsync(
        KernelCommand command,
        KernelInvocationContext context,
        KernelPipelineContinuation next
    )
    {
        var cell = _cells.TryGetValue(command, out var own) ? own : null;
        // Where the kernel takes a cell apart, its first part begins it. What a cell submits later runs within it.
        if (cell is null && command is SubmitCode { Parent: { } parent })
            _cells.TryGetValue(parent, out cell);
        if (cell is { HasBegun: false })
            await cell.BeginAsync(context, () => next(command, context)).ConfigureAwait(false);
        else
            await next(command, context).ConfigureAwait(false);
    }

    /// <param name="result">What the kernel says of the cell, and of what the cell itself submitted.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="before">The state in which it began.</param>
    private CSharpOutcome Outcome(KernelCommandResult result, SubmitCode cell, ScriptState? before)
    {
        var own = result.Events.Where(happened => happened.Command == cell).ToList();
        var state = _kernel.ScriptState;
        if (own.OfType<CommandFailed>().LastOrDefault() is not { } failed)
            return Value(own.OfType<ReturnValueProduced>().LastOrDefault());
        if (
            failed.Exception is CodeSubmissionCompilationErrorException
            {
                InnerException: CompilationErrorException compilation
            }
        )
            return CSharpOutcome.Failed(ErrorText.OfCompiler(compilation.Diagnostics));
        if (failed.Exception is null)
            return CSharpOutcome.Failed(ErrorText.OfMessage("KernelError", failed.Message));
        if (state == before || state?.Exception is not null)
            return CSharpOutcome.Failed(ErrorText.OfException(failed.Exception));
        // The code ran to its end, and then a formatter threw, or what the kernel keeps for itself: the value shows.
        return state?.ReturnValue is { } value
            ? CSharpOutcome.Succeeded(value, ValueFormatter.ToData(value))
            : CSharpOutcome.Succeeded(null, null);
    }

    private static CSharpOutcome Value(ReturnValueProduced? produced) =>
        produced?.Value is { } value
            ? CSharpOutcome.Succeeded(value, ValueFormatter.ToData(value, produced.FormattedValues))
            : CSharpOutcome.Succeeded(null, null);
}
