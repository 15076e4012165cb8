namespace Multiprocessing.Course;

/// <param name="Id">The notebook and the number in it, for example "04-1".</param>
/// <param name="Title">What it is about, in a few words.</param>
internal sealed record ExerciseInfo(string Id, string Title);

/// <param name="Name">The notebook's file, without its extension.</param>
/// <param name="Title">Its title.</param>
/// <param name="Exercises">What is to do in it.</param>
internal sealed record NotebookInfo(
    string Name,
    string Title,
    IReadOnlyList<ExerciseInfo> Exercises
);

/// <summary>The course: its notebooks in order, and their exercises.</summary>
internal static class Syllabus
{
    public static IReadOnlyList<NotebookInfo> Notebooks { get; } =
    [
        new("00-start-here", "Start here", [new("00-1", "your first pool")]),
        new("01-six-questions", "Six questions about multiprocessing", []),
        new("02-processes-and-threads", "Processes and threads", []),
        new(
            "03-start-stop-exit",
            "Start, stop, exit",
            [
                new("03-1", "read how a process ended"),
                new("03-2", "stop what does not end"),
                new("03-3", "let a child leave with its parent"),
            ]
        ),
        new(
            "04-pools",
            "Pools",
            [
                new("04-1", "map a function of two"),
                new("04-2", "results as they come"),
                new("04-3", "prepare each worker once"),
            ]
        ),
        new(
            "05-what-travels",
            "What travels",
            [
                new("05-1", "send less"),
                new("05-2", "cure a function that cannot travel"),
                new("05-3", "know what comes back"),
            ]
        ),
        new(
            "06-speedup",
            "How much faster?",
            [
                new("06-1", "measure against one worker"),
                new("06-2", "fit the serial part"),
                new("06-3", "predict by Gustafson"),
            ]
        ),
        new(
            "07-chunks-and-balance",
            "Chunks and balance",
            [
                new("07-1", "choose a chunk size"),
                new("07-2", "long items first"),
                new("07-3", "read the timeline"),
            ]
        ),
        new(
            "08-talking-processes",
            "Processes that talk",
            [
                new("08-1", "a queue that ends"),
                new("08-2", "a pipeline of three"),
                new("08-3", "hold back the fast one"),
            ]
        ),
        new(
            "09-shared-memory",
            "Shared memory",
            [
                new("09-1", "cure a race by an atomic operation"),
                new("09-2", "cure it by a lock"),
                new("09-3", "fill an array together"),
            ]
        ),
        new(
            "10-when-things-fail",
            "When things fail",
            [
                new("10-1", "keep what went well"),
                new("10-2", "try again"),
                new("10-3", "give up in time"),
                new("10-4", "stop when told to"),
            ]
        ),
        new(
            "11-real-work",
            "Real work",
            [
                new("11-1", "count words over many files"),
                new("11-2", "price by reproducible draws"),
                new("11-3", "filter a folder of images"),
            ]
        ),
        new(
            "12-capstone",
            "Capstone",
            [
                new("12-1", "your own pipeline"),
                new("12-2", "answer an endless feed"),
                new("12-3", "hire no more than pays"),
            ]
        ),
    ];

    public static IEnumerable<ExerciseInfo> Exercises => Notebooks.SelectMany(n => n.Exercises);

    /// <exception cref="ArgumentException">There is none with this id.</exception>
    public static ExerciseInfo Find(string id) =>
        Exercises.FirstOrDefault(exercise => exercise.Id == id)
        ?? throw new ArgumentException(
            $"The course has no exercise \"{id}\". Write the notebook's number and the exercise's, for example \"04-1\".",
            nameof(id)
        );
}
