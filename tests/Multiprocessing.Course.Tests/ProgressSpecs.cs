namespace Multiprocessing.Course.Tests;

public sealed class ProgressSpecs : IDisposable
{
    private readonly OwnProgress _own = new();

    public void Dispose() => _own.Dispose();

    [Fact]
    public void An_exercise_that_is_done_is_remembered_once()
    {
        Assert.Equal(0, CourseProgress.Now.Done);

        Do("04-1");
        Do("04-1");
        Do("03-2");

        Assert.Equal(["04-1", "03-2"], File.ReadAllLines(_own.File));
        Assert.Equal(2, CourseProgress.Now.Done);
        Assert.Equal(
            $"You have done 2 of {CourseProgress.Now.Total} exercises.",
            CourseProgress.Now.ToString()
        );
    }

    [Fact]
    public void A_wrong_answer_is_not_done()
    {
        Assert.False(Exercise.Check("04-1", () => 1, new() { Result = 2 }).Passed);
        Assert.Equal(0, CourseProgress.Now.Done);
    }

    [Fact]
    public void What_was_done_stays_done_after_a_wrong_answer()
    {
        Do("04-1");
        Exercise.Check("04-1", () => 1, new() { Result = 2 });
        Assert.Equal(1, CourseProgress.Now.Done);
    }

    [Fact]
    public void Progress_can_be_forgotten_also_before_there_is_any()
    {
        CourseProgress.Reset();
        Do("04-1");
        CourseProgress.Reset();
        Assert.Equal(0, CourseProgress.Now.Done);
        CourseProgress.Reset();
    }

    [Fact]
    public void Lines_that_name_no_exercise_do_not_count()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_own.File)!);
        File.WriteAllLines(_own.File, ["", "04-1", "77-7", "anything"]);
        Assert.Equal(1, CourseProgress.Now.Done);
    }

    [Fact]
    public void Where_it_cannot_be_remembered_the_verdict_stands_and_a_line_says_so()
    {
        // A file where the folder should be: refused to everybody, also to root.
        var file = Path.Combine(_own.Folder, "file");
        File.WriteAllText(file, "");
        OwnProgress.Use(Path.Combine(file, "done.txt"));
        var error = Console.Error;
        using var written = new StringWriter();
        Console.SetError(written);
        try
        {
            Do("04-1");
        }
        finally
        {
            Console.SetError(error);
        }

        Assert.StartsWith("The exercise is done, but cannot be remembered in ", written.ToString());
        Assert.Equal(0, CourseProgress.Now.Done);
    }

    [Fact]
    public void Ids_of_exercises_are_those_of_their_notebooks_and_occur_once()
    {
        var ids = Syllabus.Exercises.Select(exercise => exercise.Id).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(
            Syllabus.Notebooks,
            notebook =>
                Assert.All(
                    notebook.Exercises,
                    exercise => Assert.StartsWith(notebook.Name[..2] + "-", exercise.Id)
                )
        );
    }

    private static void Do(string id) =>
        Assert.True(Exercise.Check(id, () => 1, new() { Result = 1 }).Passed);
}
