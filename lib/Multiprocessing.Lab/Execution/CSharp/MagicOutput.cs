using System.Globalization;
using Microsoft.DotNet.Interactive.Formatting;
using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Execution.CSharp.Output;

namespace Multiprocessing.Lab.Execution.CSharp;

/// <summary>What the <c>#!</c> lines show that a cell is followed by.</summary>
internal sealed class MagicOutput(CSharpEngine engine, OutputQueue output)
{
    /// <param name="magic">Its name.</param>
    /// <param name="elapsed">How long the cell took.</param>
    public void Follow(string magic, TimeSpan elapsed)
    {
        switch (magic)
        {
            case Magic.Time:
                var milliseconds = elapsed.TotalMilliseconds.ToString(
                    "0.0",
                    CultureInfo.InvariantCulture
                );
                CellDisplay.Show(
                    new FormattedValue(MediaTypes.Plain, $"Wall time: {milliseconds}ms")
                );
                break;
            case Magic.Who:
                output.Write(
                    "stdout",
                    string.Concat(engine.Variables.Select(variable => variable.Name + "\n"))
                );
                break;
            case Magic.WhoWithValues:
                CellDisplay.Show(
                    engine
                        .Variables.Select(variable => new
                        {
                            Variable = variable.Name,
                            Type = variable.Type.ToDisplayString(MediaTypes.Plain),
                            Value = MediaTypes.PlainText(ValueFormatter.ToData(variable.Value)),
                        })
                        .ToList()
                );
                break;
            default:
                output.Write("stdout", Magic.Overview());
                break;
        }
    }
}
