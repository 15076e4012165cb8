using Multiprocessing.Charts;
using Multiprocessing.Course.Notebooks;

namespace Multiprocessing.Course;

/// <summary>Which exercises of the course the user of this machine has done. A notebook shows it as a table.</summary>
[TypeFormatterSource(typeof(NotebookFormatters), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class CourseProgress
{
    private readonly IReadOnlySet<string> _done;

    private CourseProgress(IReadOnlySet<string> done) => _done = done;

    /// <summary>The progress as it is now.</summary>
    public static CourseProgress Now => new(ProgressFile.Read());

    /// <summary>How many exercises are done.</summary>
    public int Done => Notebooks.Sum(n => n.Notebook.Exercises.Count(e => n.Done.Contains(e.Id)));

    /// <summary>How many there are.</summary>
    public int Total => Notebooks.Sum(n => n.Notebook.Exercises.Count);

    internal IEnumerable<(NotebookInfo Notebook, IReadOnlySet<string> Done)> Notebooks =>
        Syllabus.Notebooks.Where(n => n.Exercises.Count > 0).Select(n => (n, _done));

    /// <summary>Forgets what has been done, to begin anew.</summary>
    public static void Reset() => ProgressFile.Clear();

    /// <summary>The progress in one line.</summary>
    public override string ToString() => $"You have done {Done} of {Total} exercises.";
}
