using System.Diagnostics;
using System.Globalization;
using Microsoft.DotNet.Interactive.Formatting;
using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Execution.CSharp.Errors;
using Multiprocessing.Lab.Execution.CSharp.Import;
using Multiprocessing.Lab.Execution.CSharp.Output;
using Multiprocessing.Lab.Execution.CSharp.Sharing;
using Multiprocessing.Lab.Execution.Packages;

namespace Multiprocessing.Lab.Execution.CSharp;

/// <summary>Runs one cell after the other: its languages, magics and packages; what comes of it goes to the output.</summary>
/// <param name="engine">Runs the C#.</param>
/// <param name="packages">Follows <c>#r "nuget: ..."</c>.</param>
/// <param name="output">Where all goes that a cell shows.</param>
/// <param name="ask">Asks the user, given the prompt and whether what is typed stays unseen; gives null where nobody can be asked.</param>
internal sealed class CellRunner(
    CSharpEngine engine,
    PackageDirectives packages,
    OutputQueue output,
    Func<string, bool, string?> ask
)
{
    private readonly MagicOutput _magics = new(engine, output);
    private readonly ValueSharing _sharing = new(engine, ask);

    /// <summary>The files that are being imported, each by the one before.</summary>
    private readonly List<string> _importing = [];

    private int _cell;

    /// <summary>The last cell that is to stop. Ids only grow, so a stop that comes early is not lost.</summary>
    private volatile int _stopUpTo;

    private readonly Lock _restoreGate = new();

    /// <summary>Stops the restore of the cell's packages; null while there is none.</summary>
    private CancellationTokenSource? _restore;

    /// <summary>Whether the cell is to stop, or has to.</summary>
    public bool IsStopped => _stopUpTo >= _cell;

    /// <param name="cell">The id of the cell to stop.</param>
    public void Stop(int cell)
    {
        _stopUpTo = cell;
        lock (_restoreGate)
        {
            if (IsStopped)
                _ = _restore?.CancelAsync();
        }
        engine.Stop();
    }

    public async Task<CellStatus> RunAsync(CellRequest cell)
    {
        _cell = cell.Id;
        _importing.Clear();
        CellScope.Begin(cell);
        try
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"cell {cell.Number}");
            var status = await RunAsync(name, cell.Language, cell.Code).ConfigureAwait(false);
            if (status == CellStatus.Stopped)
                output.Write(
                    "stderr",
                    await SurvivingWork.FindAsync(CellScope.Current).ConfigureAwait(false)
                );
            return status;
        }
        catch (OperationCanceledException) when (IsStopped)
        {
            return CellStatus.Stopped;
        }
        catch (MagicException e)
        {
            output.Add(ErrorText.OfMessage("MagicError", e.Message));
            return CellStatus.Failed;
        }
        catch (NotebookException e)
        {
            output.Add(ErrorText.OfMessage("ImportError", e.Message));
            return CellStatus.Failed;
        }
        catch (PackageException e)
        {
            output.Add(ErrorText.OfMessage("PackageError", e.Message));
            return CellStatus.Failed;
        }
        catch (Exception e)
        {
            // A feed that breaks off, a package that is damaged: this cell's failure, not the session's end.
            output.Add(ErrorText.OfException(e));
            return CellStatus.Failed;
        }
    }

    private async Task<CellStatus> RunAsync(string name, string language, string code)
    {
        var source = CellSource.Parse(language, code);
        var watch = Stopwatch.StartNew();
        var status = CellStatus.Succeeded;
        var last = source.Parts.LastOrDefault(part => part.HasCode);
        foreach (var part in source.Parts)
        {
            if (status == CellStatus.Succeeded)
                status = await RunAsync(name, part, isLast: part == last).ConfigureAwait(false);
        }
        foreach (var magic in source.Magics)
            _magics.Follow(magic, watch.Elapsed);
        return status;
    }

    private async Task<CellStatus> RunAsync(string name, CellPart part, bool isLast)
    {
        var script = "";
        foreach (var magic in part.Before)
        {
            if (IsStopped)
                return CellStatus.Stopped;
            var status = CellStatus.Succeeded;
            if (magic.Name == Magic.Import)
                status = await ImportAsync(magic).ConfigureAwait(false);
            else if (magic.Name == Magic.Value)
                Keep(magic, part.Code);
            else if (part.Language == CellLanguages.CSharp)
                status = Report(await _sharing.ToCSharpAsync(magic).ConfigureAwait(false));
            else if (CellLanguages.IsPage(part.Language))
                script += _sharing.ToPage(magic) + "\n";
            else
                throw magic.Error(
                    $"a cell in {part.Language} has no variables. Share with a C#, JavaScript or HTML cell."
                );
            if (status != CellStatus.Succeeded)
                return status;
        }
        if (IsStopped)
            return CellStatus.Stopped;
        if (part.Language == CellLanguages.CSharp)
            return part.HasCode
                ? await RunCSharpAsync(name, part.Code, isLast && _importing.Count == 0)
                    .ConfigureAwait(false)
                : CellStatus.Succeeded;
        return part.Language == Magic.Value || (!part.HasCode && script == "")
            ? CellStatus.Succeeded
            : Show(part.Language, CellLanguages.WithScript(part.Language, script, part.Code));
    }

    private void Keep(MagicLine magic, string text)
    {
        if (_sharing.Keep(magic, text) is { } shown)
            CellDisplay.Show(shown);
    }

    private async Task<CellStatus> ImportAsync(MagicLine magic)
    {
        var options = MagicOptions.Parse(magic);
        options.Allow(words: 1);
        if (options.Rest is not [var written])
            throw magic.Error("names no file. Write it as: #!import FILE");
        var path = Path.GetFullPath(Path.Combine(engine.Folder, written));
        try
        {
            return await ImportAsync(magic, path, written).ConfigureAwait(false);
        }
        catch (NotebookException e)
        {
            throw magic.Error(e.Message);
        }
    }

    private async Task<CellStatus> ImportAsync(MagicLine magic, string path, string written)
    {
        if (_importing.Contains(path))
        {
            var files = _importing.SkipWhile(file => file != path).Append(path);
            throw magic.Error(
                $"{string.Join(" imports ", files.Select(Path.GetFileName))}: files cannot import themselves. Remove one of the imports."
            );
        }
        var cells = ImportedFile.Read(path, written);
        _importing.Add(path);
        foreach (var cell in cells)
        {
            var status = await ImportAsync(cell).ConfigureAwait(false);
            if (status != CellStatus.Succeeded)
                return status;
        }
        _importing.Remove(path);
        return CellStatus.Succeeded;
    }

    private async Task<CellStatus> ImportAsync(ImportedCell cell)
    {
        try
        {
            return await RunAsync(cell.Name, cell.Language, cell.Code).ConfigureAwait(false);
        }
        catch (MagicException e)
        {
            throw new MagicException($"{Path.GetFileName(cell.Name)}: {e.Message}");
        }
    }

    private async Task<CellStatus> RunCSharpAsync(string name, string code, bool isLast)
    {
        // What prepares the first cell adds to the same references.
        await engine.Prepared.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        (code, var extensions) = await AddPackagesAsync(code).ConfigureAwait(false);
        foreach (var extension in extensions)
        {
            var status = await ExtendAsync(extension).ConfigureAwait(false);
            if (status != CellStatus.Succeeded)
                return status;
            packages.HasRun(extension);
        }
        if (IsStopped)
            return CellStatus.Stopped;
        var outcome = await engine.RunAsync(name, code, () => IsStopped).ConfigureAwait(false);
        // What display(...) returns is shown already.
        if (outcome is { Data: { } data, Value: not DisplayedValue })
        {
            // A cell has one result; what an earlier part of it yields is shown before.
            output.Add(
                isLast
                    ? new ResultProduced(data)
                    : new ValueShown(CellScope.Current.NextId("part"), data)
            );
        }
        return Report(outcome);
    }

    /// <summary>Runs what a package brings for the kernel.</summary>
    private async Task<CellStatus> ExtendAsync(string file)
    {
        if (Path.GetExtension(file) == ".dib")
            return await ImportAsync(new(Magic.Import, file, 0), file, file).ConfigureAwait(false);
        var code = ExtensionCode.For(file);
        return code == ""
            ? CellStatus.Succeeded
            : Report(await engine.RunAsync(file, code, () => IsStopped).ConfigureAwait(false));
    }

    private async Task<(string, IReadOnlyList<string>)> AddPackagesAsync(string code)
    {
        using var stopping = new CancellationTokenSource();
        lock (_restoreGate)
            _restore = stopping;
        try
        {
            // A stop that came before did not find it.
            if (IsStopped)
                throw new OperationCanceledException();
            return await packages
                .AddPackagesAsync(code, engine, output, stopping.Token)
                .ConfigureAwait(false);
        }
        finally
        {
            lock (_restoreGate)
                _restore = null;
        }
    }

    private CellStatus Report(CSharpOutcome outcome)
    {
        if (outcome.Error is { } error)
            output.Add(error);
        return outcome.Status;
    }

    private CellStatus Show(string language, string code)
    {
        if (CellLanguages.Show(language, code) is { } content)
        {
            CellDisplay.Show(content);
            return CellStatus.Succeeded;
        }
        var message =
            $"A cell in \"{language}\" cannot run here: cells run in C#. Translate the cell, or remove it.";
        output.Add(ErrorText.OfMessage("UnknownLanguage", message));
        return CellStatus.Failed;
    }
}
