using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Export;

/// <summary>
/// About how long a reader stays with a notebook: 238 words of prose a minute (Brysbaert, J. Mem. Lang. 109, 2019), a minute for
/// each cell to run and look at, and some for each exercise.
/// </summary>
internal static class LearningTime
{
    private const double WordsAMinute = 238;
    private const int MinutesAnExercise = 5;

    public static int Minutes(Notebook notebook)
    {
        var words = notebook
            .Cells.Where(cell => cell.Kind == CellKind.Markdown)
            .Sum(cell =>
                cell.Source.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Length
            );
        var code = notebook.Cells.Where(cell => cell.Kind == CellKind.Code).ToList();
        var exercises = code.Count(cell => ExerciseId.StubOf(cell.Id) is not null);
        return (int)Math.Ceiling(words / WordsAMinute)
            + code.Count
            + (exercises * MinutesAnExercise);
    }
}
