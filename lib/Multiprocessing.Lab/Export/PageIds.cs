using System.Globalization;
using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Export;

/// <summary>Gives the parts of one page ids of their own.</summary>
internal sealed class PageIds
{
    private readonly HashSet<string> _taken = [];
    private int _figures;

    /// <summary>The cell's own id where it has one: it stays when cells before it come and go.</summary>
    public string OfCell(Cell cell, int number)
    {
        var own = $"cell-{cell.Id}";
        if (cell.Id is { Length: > 0 } && _taken.Add(own))
            return own;
        var id = $"cell-{number.ToString(CultureInfo.InvariantCulture)}";
        while (!_taken.Add(id))
            id += "-";
        return id;
    }

    public string OfFigure() => string.Create(CultureInfo.InvariantCulture, $"figure-{_figures++}");
}
