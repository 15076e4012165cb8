using System.Diagnostics;
using System.Globalization;
using Microsoft.DotNet.Interactive.Formatting;
using Multiprocessing.Lab.Execution.Packages;

namespace Multiprocessing.Lab.Execution.CSharp;

/// <summary>Runs one cell after the other: its languages, magics and packages; what comes of it goes to the output.</summary>
internal sealed class CellRunner(
    CSharpEngine engine,
    PackageDirectives packages,
    OutputQueue output
)
{
    /// <summary>The last cell that is to stop. Ids only grow, so a stop that comes early is not lost.</summary>
    private volatile int _stopUpTo;

    /// <param name="cell">The id of the cell to stop.</param>
    public void Stop(int cell)
    {
        _stopUpTo = cell;
        engine.Stop();
    }

    public async Task<CellStatus> RunAsync(CellRequest cell)
    {
        var surviving = new SurvivingWork();
        CellScope.Begin(cell);
        try
        {
            var source = CellSource.Parse(cell.Language, cell.Code);
            var watch = Stopwatch.StartNew();
            var status = await RunPartsAsync(cell, source.Parts).ConfigureAwait(false);
            foreach (var magic in source.Magics)
                Follow(magic, watch.Elapsed);
            if (status == CellStatus.Stopped)
                output.Write("stderr", await surviving.FindAsync().ConfigureAwait(false));
            return status;
        }
        catch (MagicException e)
        {
            output.Add(ErrorText.OfMessage("UnknownMagic", e.Message));
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

    private async Task<CellStatus> RunPartsAsync(CellRequest cell, IReadOnlyList<CellPart> parts)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            var status =
                part.Language == CellLanguages.CSharp
                    ? await RunCSharpAsync(cell, part.Code, isLast: i == parts.Count - 1)
                        .ConfigureAwait(false)
                    : Show(part);
            if (status != CellStatus.Succeeded)
                return status;
        }
        return CellStatus.Succeeded;
    }

    private async Task<CellStatus> RunCSharpAsync(CellRequest cell, string code, bool isLast)
    {
        code = await packages.AddPackagesAsync(code, engine, output).ConfigureAwait(false);
        var outcome = await engine
            .RunAsync(cell.Number, code, () => _stopUpTo >= cell.Id)
            .ConfigureAwait(false);
        if (outcome.Error is { } error)
            output.Add(error);
        if (outcome.Value is { } value)
        {
            var data = ValueFormatter.Format(value);
            // A cell has one result; what an earlier part of it yields is shown before.
            output.Add(
                isLast
                    ? new ResultProduced(data)
                    : new ValueShown(CellScope.Current.NextId("part"), data)
            );
        }
        return outcome.Status;
    }

    private CellStatus Show(CellPart part)
    {
        if (CellLanguages.Show(part.Language, part.Code) is { } content)
        {
            DisplayedValue.Show(content, []);
            return CellStatus.Succeeded;
        }
        var message =
            $"A cell in \"{part.Language}\" cannot run here: cells run in C#. Translate the cell, or remove it.";
        output.Add(ErrorText.OfMessage("UnknownLanguage", message));
        return CellStatus.Failed;
    }

    private void Follow(string magic, TimeSpan elapsed)
    {
        switch (magic)
        {
            case Magic.Time:
                var milliseconds = elapsed.TotalMilliseconds.ToString(
                    "0.0",
                    CultureInfo.InvariantCulture
                );
                DisplayedValue.Show(
                    new FormattedValue("text/plain", $"Wall time: {milliseconds}ms"),
                    []
                );
                break;
            case Magic.Who:
                output.Write(
                    "stdout",
                    string.Concat(engine.Variables.Select(variable => variable.Name + "\n"))
                );
                break;
            case Magic.WhoWithValues:
                DisplayedValue.Show(
                    engine
                        .Variables.Select(variable => new
                        {
                            Variable = variable.Name,
                            Type = variable.Type.ToDisplayString("text/plain"),
                            Value = ValueFormatter.PlainText(ValueFormatter.Format(variable.Value)),
                        })
                        .ToList(),
                    []
                );
                break;
            default:
                output.Write("stdout", Magic.Overview());
                break;
        }
    }
}
